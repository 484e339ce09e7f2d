/**
 * Who of a timeline's members receives an entry, as one text: undefined for everybody, `alice` for one user, `,a,b,` for
 * some, `!,a,b,` for everybody but some. User ids hold neither a comma nor an exclamation mark.
 *
 * The thread of the database loads this, and must not load the query builder for it.
 */
import type { Device, Entry } from "./timeline.ts";

/**
 * As the resource of an entry: it came from no device, and none of its sender's devices receives it. It is in the sender's
 * history like any other.
 */
export const EVERY_DEVICE = "*";

/** As the only device of an audience: none. The entry is for histories and lists alone. */
export const NO_DEVICE = "*";

/** Some members only. Nobody is nobody. */
export function onlyFor(users: readonly string[]): string {
  const [only] = users;
  return users.length === 1 && only !== undefined ? only : `,${users.join(",")},`;
}

/** All members but these; without any, all of them. */
export function exceptFor(users: readonly string[]): string | undefined {
  return users.length === 0 ? undefined : `!,${users.join(",")},`;
}

export function isAddressed(audience: string | undefined, user: string): boolean {
  if (audience === undefined || audience === user) return true;
  if (audience.startsWith("!")) return !audience.includes(`,${user},`);
  return audience.startsWith(",") && audience.includes(`,${user},`);
}

/** Whether a device receives an entry: not what it sent itself, and not what is addressed to others. */
export function isForDevice(entry: Entry, { user, resource }: Device): boolean {
  if (entry.sender === user && (entry.resource === resource || entry.resource === EVERY_DEVICE)) return false;
  if (!isAddressed(entry.audience, user)) return false;
  return entry.audienceResource === undefined || entry.audienceResource === resource;
}

/** `isAddressed` as SQL about `e.audience`; `user` is an SQL expression for the user's name. */
export function addressedSql(user: string): string {
  const isNamed = `instr(e.audience, ',' || ${user} || ',') > 0`;
  return `(e.audience is null or e.audience = ${user}
    or case substr(e.audience, 1, 1) when ',' then ${isNamed} when '!' then not (${isNamed}) else false end)`;
}
