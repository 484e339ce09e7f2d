/** Requests of the logged-in user to the server's REST interface (contract; REST 1). */
export interface Rest {
  /**
   * `path` begins behind `{apiUrl}/{org}/{app}`; query values are encoded here. The answer is the parsed JSON body, with `type: 0`
   * where the official SDK adds it being the feature's business.
   *
   * Rejects with a ChatError whose `type` follows the table of REST errors, and whose `data` is the raw answer; 700 when
   * nobody is logged in (39 or 28 with appId), -1 on a timeout, 17 without an answer.
   */
  request<Answer = Record<string, unknown>>(call: RestCall): Promise<Answer>;
  /** `{apiUrl}/{org}/{app}`. */
  readonly base: string;
}

export interface RestCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  /** Before the application in the address: `/api/sdk/v1`. */
  readonly prefix?: string;
  /** Values that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form instead of JSON. */
  readonly form?: Readonly<Record<string, string>>;
  /** Instead of the session's token; null: none. */
  readonly token?: string | null;
}
