/** What the caller is to a group or room. Who may not speak at the moment is `muted`, whatever the cause. */
export const standings = ["app", "owner", "admin", "member", "muted", "blocked", "stranger"] as const;
export type Standing = (typeof standings)[number];

const OWNER: readonly Standing[] = ["app", "owner"];
const MANAGERS: readonly Standing[] = [...OWNER, "admin"];
/** Who may be heard. */
const SPEAKERS: readonly Standing[] = [...MANAGERS, "member"];
const INSIDE: readonly Standing[] = [...SPEAKERS, "muted"];

/** Who may do what; for groups and for rooms alike. */
export const authorisation = {
  listAdmins: INSIDE,
  addAdmin: OWNER,
  removeAdmin: OWNER,

  listMutes: MANAGERS,
  addMutes: MANAGERS,
  removeMutes: MANAGERS,
  seeOwnMute: INSIDE,
  muteAll: MANAGERS,
  unmuteAll: MANAGERS,

  listAllowed: MANAGERS,
  addAllowed: MANAGERS,
  removeAllowed: MANAGERS,
  seeOwnAllowance: INSIDE,
  seeAllowance: MANAGERS,

  listBlocked: MANAGERS,
  addBlocked: MANAGERS,
  removeBlocked: MANAGERS,

  readAnnouncement: INSIDE,
  writeAnnouncement: MANAGERS,

  listFiles: INSIDE,
  uploadFile: SPEAKERS,
  downloadFile: INSIDE,
  removeOwnFile: INSIDE,
  removeAnyFile: MANAGERS,
} as const satisfies Record<string, readonly Standing[]>;

export type Operation = keyof typeof authorisation;

/** What is still possible in a group or room that the application has disabled. */
const LOOKING: ReadonlySet<Operation> = new Set([
  "listAdmins",
  "listMutes",
  "seeOwnMute",
  "listAllowed",
  "seeOwnAllowance",
  "seeAllowance",
  "listBlocked",
  "readAnnouncement",
  "listFiles",
  "downloadFile",
]);

export function isLooking(operation: Operation): boolean {
  return LOOKING.has(operation);
}

export function may(standing: Standing, operation: Operation): boolean {
  const allowed: readonly Standing[] = authorisation[operation];
  return allowed.includes(standing);
}

/**
 * Whether somebody may mute or block a member of this role. Nobody is above the owner; administrators are not above each
 * other.
 */
export function isAbove(standing: Standing, target: "owner" | "admin" | "member" | undefined): boolean {
  if (target === "owner") return false;
  return target !== "admin" || standing === "app" || standing === "owner";
}
