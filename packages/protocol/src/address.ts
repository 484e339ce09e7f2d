/** Application keys, user ids and JIDs: who a frame is for and where it comes from. */
import type { Jid } from "./msync/index.ts";

/** The domain of users in JIDs and queue names. */
export const USER_DOMAIN = "easemob.com";
/** The domain of groups and chat rooms. */
export const CONFERENCE_DOMAIN = "conference.easemob.com";

export interface AppKey {
  readonly org: string;
  readonly app: string;
}

/** Wider than what a console lets people choose (32 of `a-z 0-9 -`): keys of older applications have to keep working. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const USER_ID = /^[A-Za-z0-9_.-]{1,64}$/;

/** Parses `org#app`; undefined when it is not an application key: two names of 1 to 64 of `A-Z a-z 0-9 _ . -`. */
export function parseAppKey(text: string): AppKey | undefined {
  const [org, app, ...rest] = text.split("#");
  if (org === undefined || app === undefined || rest.length > 0) return undefined;
  return NAME.test(org) && NAME.test(app) ? { org, app } : undefined;
}

export function formatAppKey(key: AppKey): string {
  return `${key.org}#${key.app}`;
}

/**
 * A user id as it is stored; undefined when it is not one. At most 64 bytes of `a-z 0-9 _ - .`; upper case is accepted
 * and means the same user.
 */
export function normalizeUserId(text: string): string | undefined {
  // Tested before it is lowered: some letters outside of ASCII, such as the Kelvin sign, have a lower case inside.
  return USER_ID.test(text) ? text.toLowerCase() : undefined;
}

/** The address of a user, or of one device of a user. */
export function userJid(appKey: string, name: string, clientResource?: string): Jid {
  return clientResource === undefined
    ? { appKey, name, domain: USER_DOMAIN }
    : { appKey, name, domain: USER_DOMAIN, clientResource };
}

/** The address of a group or chat room. */
export function conferenceJid(appKey: string, name: string): Jid {
  return { appKey, name, domain: CONFERENCE_DOMAIN };
}
