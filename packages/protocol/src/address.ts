/** Application keys, user ids and JIDs: who a frame is for and where it comes from. */
import type { Jid } from "./msync/index.ts";

export const USER_DOMAIN = "easemob.com";
export const CONFERENCE_DOMAIN = "conference.easemob.com";

export interface AppKey {
  readonly org: string;
  readonly app: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Parses `org#app`; undefined when it is not an application key. */
export function parseAppKey(text: string): AppKey | undefined {
  const [org, app, ...rest] = text.split("#");
  if (org === undefined || app === undefined || rest.length > 0) return undefined;
  return NAME.test(org) && NAME.test(app) ? { org, app } : undefined;
}

export function formatAppKey(key: AppKey): string {
  return `${key.org}#${key.app}`;
}

/** User ids are case-insensitive and stored in lower case: at most 64 bytes of `a-z 0-9 _ - .`. */
export function normalizeUserId(text: string): string | undefined {
  const lower = text.toLowerCase();
  return /^[a-z0-9_.-]{1,64}$/.test(lower) ? lower : undefined;
}

export function userJid(appKey: string, name: string, clientResource?: string): Jid {
  return clientResource === undefined
    ? { appKey, name, domain: USER_DOMAIN }
    : { appKey, name, domain: USER_DOMAIN, clientResource };
}

export function conferenceJid(appKey: string, name: string): Jid {
  return { appKey, name, domain: CONFERENCE_DOMAIN };
}
