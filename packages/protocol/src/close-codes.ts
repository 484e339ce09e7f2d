/**
 * WebSocket close codes. 4000-4099: come back, with back-off. 4100-4199: do not come back before something changes.
 * Clients obey the range, so that codes they have never heard of are safe. Official clients do not look at codes.
 */
export const closeCodes = {
  /** The server is going away. */
  SHUTTING_DOWN: 4000,
  /** Nothing was heard for longer than the idle limit. */
  IDLE: 4001,
  /** The client did not read what was sent to it. */
  SLOW_READER: 4002,
  /** The token has expired: connect with the current one. */
  TOKEN_EXPIRED: 4003,
  /** PROVISION did not come in time. */
  PROVISION_TIMEOUT: 4004,
  /** A fault of the server. */
  INTERNAL: 4005,
  /** Far more frames than the rate limit allows, for too long. */
  RATE_LIMITED: 4006,
  /** The same device has connected again. */
  REPLACED: 4100,
  /** PROVISION was refused; the answer says why. */
  REFUSED: 4101,
  /** Too much that is not MSync. */
  PROTOCOL_ERROR: 4102,
  /** Signed out by another device, an administrator, a password change or the removal of the account. */
  KICKED: 4103,
} as const;
