/** Who may do what in the console: one table. The server obeys it, and the pages hide by it what would be refused. */

export const consoleRoles = ["owner", "administrator", "developer"] as const;
export type ConsoleRole = (typeof consoleRoles)[number];

const all = consoleRoles;
const administrators = ["owner", "administrator"] as const;
const owners = ["owner"] as const;

/** Each right, and the roles that have it. Rights are held in an organisation and reach all its applications. */
export const consoleRights = {
  /** See the organisation and its applications: names, addresses, figures, settings. */
  "organisation.view": all,
  /** Change what the organisation is called. */
  "organisation.change": owners,
  "members.view": administrators,
  /** Invite, change roles, remove. */
  "members.change": owners,
  "operations.view": administrators,
  "apps.create": administrators,
  /** Product name, description, time zone, settings. */
  "apps.change": administrators,
  "apps.disable": administrators,
  /** Delete, and take a deletion back. */
  "apps.delete": owners,
  /** Make a new client secret. */
  "secret.rotate": owners,
  "users.view": all,
  /** Throw-away users for a connection test or a try-out. */
  "users.test": all,
  /** Create, change, sign out, block, delete; make tokens for them. */
  "users.change": administrators,
  "messages.view": administrators,
  /** Recall and delete. */
  "messages.change": administrators,
  "messages.export": administrators,
} as const satisfies Record<string, readonly ConsoleRole[]>;

export type ConsoleRight = keyof typeof consoleRights;

export function hasRight(role: ConsoleRole, right: ConsoleRight): boolean {
  return (consoleRights[right] as readonly ConsoleRole[]).includes(role);
}
