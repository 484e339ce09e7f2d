import { normalizeUserId } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Timelines } from "../../timeline/index.ts";
import { notifyOwnDevices } from "../messages/index.ts";
import type { Users } from "../users/api.ts";
import { parseInterval, parseTimeZone } from "./interval.ts";
import { muteEvent, type SettingForm, toForm } from "./push-event.ts";
import { type Setting, settingStore as store, type Target } from "./settings.store.ts";
import type { Owner, PushTables, RemindType, SettingKind } from "./tables.ts";

const MAX_SILENCE_MS = 7 * 24 * 60 * 60 * 1000;
/** Conversations of one user with settings of their own. */
const MAX_SETTINGS = 5000;
const MAX_BATCH = 100;
const GROUP_ID = /^[A-Za-z0-9_-]{1,64}$/;
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/;
const REMIND_TYPES: readonly string[] = ["ALL", "AT", "NONE"] satisfies RemindType[];

/** At least one of the members. */
export interface SettingChange {
  readonly type: string | undefined;
  readonly ignoreInterval: string | undefined;
  /** Milliseconds from now on; 0: not any more. */
  readonly ignoreDuration: number | undefined;
}

interface Deps {
  readonly database: Database;
  readonly timelines: Timelines;
  readonly users: Pick<Users, "find">;
  readonly clock: Clock;
}

/** When users want notices (SPEC.md, PU): for a conversation, and for all of them. */
export class SettingService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Members that are not named stay as they are. The user's other devices are told.
   *
   * @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND.
   */
  async change(
    owner: Owner & { resource: string | undefined },
    target: Target,
    change: SettingChange,
  ): Promise<SettingForm> {
    const { database, timelines, clock } = this.deps;
    await this.checkOwner(owner);
    const now = clock.now();
    const isOwn = isOwnTarget(owner, target);
    const changed = understand(change, { isOwn, now });
    const setting = await database.inTransaction(async (tx) => {
      const db = tx.query<PushTables>();
      const before = await store.find(db, owner, target);
      const after = { ...before, ...changed };
      if (isNothing(after, now)) await store.remove(db, owner, target);
      else {
        // The sentence is the one by which clients recognise a limit.
        if (isNothing(before, now) && (await store.count(db, owner)) >= MAX_SETTINGS) {
          throw new AppError("INVALID_ARGUMENT", "The quantity has exceeded the limit!");
        }
        await store.put(db, owner, target, after);
      }
      return after;
    });
    await notifyOwnDevices(timelines, owner, [
      muteEvent(withoutPast(setting, now), { ...target, isOwn, resource: owner.resource }),
    ]);
    return toForm(setting, { isOwn, now });
  }

  async find(owner: Owner, target: Target): Promise<SettingForm> {
    const setting = await store.find(this.db, owner, target);
    return toForm(setting, { isOwn: isOwnTarget(owner, target), now: this.deps.clock.now() });
  }

  /** Conversations that have nothing of their own are left out. @throws AppError INVALID_ARGUMENT. */
  async findSome(
    owner: Owner,
    names: { users: readonly string[]; groups: readonly string[] },
  ): Promise<{ user: Record<string, SettingForm>; group: Record<string, SettingForm> }> {
    if (names.users.length + names.groups.length > MAX_BATCH) {
      throw new AppError("INVALID_ARGUMENT", "The quantity has exceeded the limit!");
    }
    const now = this.deps.clock.now();
    const forms = async (kind: SettingKind, ids: readonly string[]) => {
      const targets = ids.map((id) => targetOf(kind, id).target);
      const found = await store.findSome(this.db, owner, kind, targets);
      const own = [...found].filter(([, setting]) => !isNothing(setting, now));
      return Object.fromEntries(own.map(([id, setting]) => [id, toForm(setting, { isOwn: false, now })]));
    };
    return { user: await forms("user", names.users), group: await forms("chatgroup", names.groups) };
  }

  /** Conversations with a type of their own. @throws AppError INVALID_ARGUMENT for a cursor that was not made here. */
  async typed(owner: Owner, page: { cursor: string | undefined; limit: number }) {
    const after = page.cursor === undefined ? undefined : fromCursor(page.cursor);
    const rows = await store.typed(this.db, owner, { after, limit: page.limit + 1 });
    const items = rows.slice(0, page.limit);
    const last = items.at(-1);
    return {
      items: items.map(({ kind, target, type }) =>
        kind === "user" ? { user: target, value: type } : { group: target, value: type },
      ),
      cursor: rows.length > page.limit && last !== undefined ? toCursor(last) : "",
    };
  }

  async language(owner: Owner): Promise<string> {
    return (await this.profile(owner))?.language ?? "";
  }

  /** "" unsets it. @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND. */
  async setLanguage(owner: Owner, language: string): Promise<void> {
    if (language !== "" && !LANGUAGE.test(language)) {
      throw new AppError("INVALID_ARGUMENT", "translationLanguage is not a language");
    }
    await this.checkOwner(owner);
    await store.changeProfile(this.db, owner, { language: language === "" ? null : language });
  }

  /** "" when the user has set none. */
  async timeZone(owner: Owner): Promise<string> {
    return (await this.profile(owner))?.timeZone ?? "";
  }

  /** An IANA name; "" unsets it. @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND. */
  async setTimeZone(owner: Owner, timeZone: string): Promise<string> {
    const zone = timeZone === "" ? "" : parseTimeZone(timeZone);
    await this.checkOwner(owner);
    await store.changeProfile(this.db, owner, { timeZone: zone === "" ? null : zone });
    return zone;
  }

  private async profile({ app, user }: Owner) {
    return (await store.profiles(this.db, app, [user])).get(user);
  }

  private async checkOwner({ app, user }: Owner): Promise<void> {
    if ((await this.deps.users.find(app, user)) === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
  }

  private get db() {
    return this.deps.database.query<PushTables>();
  }
}

/** @throws AppError INVALID_ARGUMENT when it can be no user or no group. */
export function targetOf(kind: SettingKind, key: string): Target {
  const target = kind === "user" ? normalizeUserId(key) : GROUP_ID.test(key) ? key : undefined;
  if (target === undefined) throw new AppError("INVALID_ARGUMENT", "parameters is invalid : key");
  return { kind, target };
}

function isOwnTarget({ user }: Owner, { kind, target }: Target): boolean {
  return kind === "user" && target === user;
}

/** The members that change, as they are stored. */
function understand(change: SettingChange, { isOwn, now }: { isOwn: boolean; now: number }): Partial<Setting> {
  const { type, ignoreInterval, ignoreDuration } = change;
  if (type === undefined && ignoreInterval === undefined && ignoreDuration === undefined) {
    throw new AppError("INVALID_ARGUMENT", "type, ignoreInterval or ignoreDuration is required");
  }
  if (ignoreDuration !== undefined && ignoreDuration > MAX_SILENCE_MS) {
    throw new AppError("INVALID_ARGUMENT", `ignoreDuration must be at most ${MAX_SILENCE_MS}`);
  }
  return {
    ...(type === undefined ? {} : { type: toType(type, isOwn) }),
    ...(ignoreInterval === undefined ? {} : { ignoreInterval: parseInterval(ignoreInterval) }),
    ...(ignoreDuration === undefined ? {} : { ignoreUntil: ignoreDuration === 0 ? undefined : now + ignoreDuration }),
  };
}

function toType(type: string, isOwn: boolean): RemindType | undefined {
  if (type === "DEFAULT" && !isOwn) return undefined;
  // Found in the list, so it is one of them.
  if (REMIND_TYPES.includes(type)) return type as RemindType;
  throw new AppError("INVALID_ARGUMENT", "parameters is invalid : type");
}

function withoutPast(setting: Setting, now: number): Setting {
  const { ignoreUntil = 0 } = setting;
  return ignoreUntil > now ? setting : { ...setting, ignoreUntil: undefined };
}

function isNothing(setting: Setting, now: number): boolean {
  const { type, ignoreInterval, ignoreUntil } = withoutPast(setting, now);
  return type === undefined && ignoreInterval === undefined && ignoreUntil === undefined;
}

function toCursor({ kind, target }: Target): string {
  return Buffer.from(`${kind}/${target}`).toString("base64url");
}

function fromCursor(cursor: string): Target {
  const [kind, target, ...rest] = Buffer.from(cursor, "base64url").toString().split("/");
  if ((kind !== "user" && kind !== "chatgroup") || target === undefined || rest.length > 0) {
    throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
  }
  return { kind, target };
}
