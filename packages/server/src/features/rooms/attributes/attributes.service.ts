import { MucBodyOperation } from "@rondo/protocol";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { EventOrigin } from "../../messages/index.ts";
import type { Muc, MucEvents, Mucs } from "../../muc/index.ts";
import { type AttributeTables, attributeStore as store } from "./attributes.store.ts";

/** Limits, section 1. */
const NAME = /^[A-Za-z0-9_.-]+$/;
const MAX_NAME = 128;
const MAX_VALUE = 4096;
const MAX_PER_CALL = 10;
const MAX_PER_ROOM = 100;

export interface AttributeResult {
  readonly successKeys: string[];
  /** Why which name was refused: compatible clients look for parts of these sentences. */
  readonly errorKeys: Record<string, string>;
}

interface Deps {
  readonly database: Database;
  readonly mucs: Mucs;
  readonly events: MucEvents;
}

/** What the members of a room keep there by name (SPEC.md, RM). A name that is refused does not stop the others. */
export class AttributeService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError ROOM_NOT_FOUND. */
  async list(app: string, id: string, names: readonly string[]): Promise<Record<string, string>> {
    const room = await this.deps.mucs.get(app, id, "room");
    const found = await store.list(this.db, room, names.length === 0 ? undefined : names);
    return Object.fromEntries(found.map(({ name, value }) => [name, value]));
  }

  /**
   * `isForced`: also those that others have set; they are the caller's then.
   *
   * @throws AppError ROOM_NOT_FOUND, ROOM_NOT_MEMBERS, ATTRIBUTE_BATCH.
   */
  async set(
    caller: EventOrigin & { app: string },
    id: string,
    change: { values: Readonly<Record<string, string>>; autoDelete: boolean; isForced: boolean },
  ): Promise<AttributeResult> {
    const { app, user } = caller;
    const entries = Object.entries(change.values);
    const room = await this.enter(caller, id, entries.length);
    const result = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AttributeTables>();
      const names = entries.map(([name]) => name);
      const owners = new Map((await store.list(db, room, names)).map(({ name, owner }) => [name, owner]));
      let free = MAX_PER_ROOM - (await store.count(db, room));
      const outcome: AttributeResult = { successKeys: [], errorKeys: {} };
      for (const [name, value] of entries) {
        const owner = owners.get(name);
        const refusal = whyIllegal(name, value) ?? whyNotOwn(name, { owner, user, isForced: change.isForced });
        if (refusal !== undefined) outcome.errorKeys[name] = refusal;
        else if (owner === undefined && free <= 0) outcome.errorKeys[name] = FULL;
        else {
          if (owner === undefined) free--;
          await store.set(db, { app, id }, { name, value, owner: user, autoDelete: change.autoDelete });
          outcome.successKeys.push(name);
        }
      }
      return outcome;
    });
    const { successKeys } = result;
    if (successKeys.length > 0) {
      const properties = Object.fromEntries(successKeys.map((name) => [name, change.values[name]]));
      await this.tell(room, MucBodyOperation.SET_METADATA, { info: { properties, result }, origin: caller });
    }
    return result;
  }

  /** What is not there is removed already. @throws AppError ROOM_NOT_FOUND, ROOM_NOT_MEMBERS, ATTRIBUTE_BATCH. */
  async remove(
    caller: EventOrigin & { app: string },
    id: string,
    { names, isForced }: { names: readonly string[]; isForced: boolean },
  ): Promise<AttributeResult> {
    const { user } = caller;
    const room = await this.enter(caller, id, names.length);
    const result = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AttributeTables>();
      const owners = new Map((await store.list(db, room, names)).map(({ name, owner }) => [name, owner]));
      const outcome: AttributeResult = { successKeys: [], errorKeys: {} };
      for (const name of new Set(names)) {
        const refusal = whyNotOwn(name, { owner: owners.get(name), user, isForced });
        if (refusal === undefined) outcome.successKeys.push(name);
        else outcome.errorKeys[name] = refusal;
      }
      await store.remove(db, room, outcome.successKeys);
      return outcome;
    });
    if (result.successKeys.length > 0) {
      await this.tell(room, MucBodyOperation.DELETE_METADATA, { info: { result }, origin: caller });
    }
    return result;
  }

  /** Members have left: what was to go with them goes. */
  async left(room: Muc, users: readonly string[]): Promise<void> {
    const successKeys = await store.removeOfOwners(this.db, room, users);
    const [user] = users;
    if (successKeys.length === 0 || user === undefined) return;
    const info = { result: { successKeys, errorKeys: {} } };
    await this.tell(room, MucBodyOperation.DELETE_METADATA, { info, origin: { user, resource: undefined } });
  }

  /** The room is gone. */
  async forgetRoom(room: Pick<Muc, "app" | "id">): Promise<void> {
    await store.removeAll(this.db, room);
  }

  private async enter({ app, user }: { app: string; user: string }, id: string, count: number): Promise<Muc> {
    if (count > MAX_PER_CALL) throw new AppError("ATTRIBUTE_BATCH", `exceed allowed batch size ${MAX_PER_CALL}`);
    const room = await this.deps.mucs.get(app, id, "room");
    if (!(await this.deps.mucs.isMember(app, id, user))) {
      throw new AppError("ROOM_NOT_MEMBERS", `users [${user}] are not members of this group!`);
    }
    return room;
  }

  private tell(room: Muc, operation: number, { info, origin }: { info: unknown; origin: EventOrigin }): Promise<void> {
    return this.deps.events.tellMembers(room, { operation, info: JSON.stringify(info) }, { origin });
  }

  private get db() {
    return this.deps.database.query<AttributeTables>();
  }
}

const FULL = "the size of metadata for this single chatroom exceeds the user defined limit";

function whyIllegal(name: string, value: string): string | undefined {
  if (name.length > MAX_NAME)
    return `properties key '${name.slice(0, MAX_NAME)}' is exceeding maximum limit ${MAX_NAME}`;
  if (!NAME.test(name)) return `properties key '${name}' is not Legal`;
  if (value.length > MAX_VALUE) return `properties value of '${name}' is exceeding maximum limit ${MAX_VALUE}`;
  return undefined;
}

function whyNotOwn(
  name: string,
  { owner, user, isForced }: { owner: string | undefined; user: string; isForced: boolean },
): string | undefined {
  return owner === undefined || owner === user || isForced ? undefined : `the key ${name} is not part of you`;
}
