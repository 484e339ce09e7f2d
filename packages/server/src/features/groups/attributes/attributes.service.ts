import { MucBodyOperation, normalizeUserId } from "@rondo/protocol";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { MucEvents, Mucs } from "../../muc/index.ts";
import type { Access } from "../access.ts";
import { type Actor, originOf } from "../actor.ts";
import { type Attribute, type AttributeTables, attributeStore as store } from "./attributes.store.ts";

/** Bytes of a name, of a value, and of all names and values of one member (limits, section 1). */
const MAX_NAME = 16;
const MAX_VALUE = 512;
const MAX_TOTAL = 4096;

interface Deps {
  readonly mucs: Mucs;
  readonly database: Database;
  readonly access: Access;
  readonly events: MucEvents;
}

/** Names and values that a member has in one group (SPEC.md, GR). */
export class AttributeService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Attributes that are not named stay; an empty value removes one. Members set their own, owner and administrators
   * everybody's. The other members are told, and the member's other devices.
   *
   * @throws AppError GROUP_NOT_FOUND, FORBIDDEN, GROUP_ATTRIBUTE_OTHERS, GROUP_ATTRIBUTE_NO_MEMBER, GROUP_ATTRIBUTE_NAME,
   *   GROUP_ATTRIBUTE_VALUE, GROUP_ATTRIBUTE_TOTAL; nothing was changed then.
   */
  async set(actor: Actor, id: string, change: { member: string; values: Readonly<Record<string, string>> }) {
    const { mucs, database, access, events } = this.deps;
    const group = await access.enter(actor, id, "member");
    const member = normalizeUserId(change.member) ?? change.member;
    if (actor.user !== undefined && actor.user !== member) {
      if ((await mucs.roleOf(group.app, id, actor.user)) === "member") throw new AppError("GROUP_ATTRIBUTE_OTHERS");
    }
    if (!(await mucs.isMember(group.app, id, member))) throw new AppError("GROUP_ATTRIBUTE_NO_MEMBER");
    const attributes = Object.entries(change.values).map(([name, value]): Attribute => ({ name, value }));
    if (attributes.length === 0) return;
    checkSizes(attributes);
    const removed = attributes.filter(({ value }) => value === "").map(({ name }) => name);
    await database.inTransaction(async (tx) => {
      const db = tx.query<AttributeTables>();
      await store.put(
        db,
        group,
        member,
        attributes.filter(({ value }) => value !== ""),
      );
      await store.remove(db, group, member, removed);
      if (sizeOf(await store.read(db, group, [member])) > MAX_TOTAL) throw new AppError("GROUP_ATTRIBUTE_TOTAL");
    });
    const info = JSON.stringify({ username: member, properties: change.values });
    const operation = MucBodyOperation.GROUP_MEMBER_METADATA_UPDATE;
    await events.tellMembers(group, { operation, about: member, info }, { origin: originOf(actor, group) });
  }

  /** Of several members, one after the other; who is refused stops nobody else. @throws AppError GROUP_NOT_FOUND. */
  async setMany<Change extends { username: string; metadata: Readonly<Record<string, string>> }>(
    actor: Actor,
    id: string,
    changes: readonly Change[],
  ): Promise<{ done: Change[]; failed: Change[] }> {
    await this.deps.access.find(actor.app, id);
    const done: Change[] = [];
    const failed: Change[] = [];
    for (const change of changes) {
      const { username: member, metadata: values } = change;
      try {
        await this.set(actor, id, { member, values });
        done.push(change);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed.push(change);
      }
    }
    return { done, failed };
  }

  /** Of each of the users who is a member; of all attributes, when none is named. @throws AppError GROUP_NOT_FOUND, FORBIDDEN. */
  async read(
    actor: Actor,
    id: string,
    wanted: { users: readonly string[]; names: readonly string[] },
  ): Promise<Record<string, Record<string, string>>> {
    const { mucs, database, access } = this.deps;
    const group = await access.enter(actor, id, "look");
    const roles = await Promise.all(wanted.users.map((user) => mucs.roleOf(group.app, id, user)));
    const members = wanted.users.filter((_, index) => roles[index] !== undefined);
    const rows = await store.read(database.query<AttributeTables>(), group, members);
    const isWanted = (name: string): boolean => wanted.names.length === 0 || wanted.names.includes(name);
    const valuesOf = (user: string): Record<string, string> =>
      Object.fromEntries(
        rows
          .filter(({ username, name }) => username === user && isWanted(name))
          .map(({ name, value }) => [name, value]),
      );
    return Object.fromEntries(members.map((user) => [user, valuesOf(user)]));
  }
}

function checkSizes(attributes: readonly Attribute[]): void {
  for (const { name, value } of attributes) {
    if (name === "" || Buffer.byteLength(name) > MAX_NAME) throw new AppError("GROUP_ATTRIBUTE_NAME");
    if (Buffer.byteLength(value) > MAX_VALUE) throw new AppError("GROUP_ATTRIBUTE_VALUE");
  }
}

function sizeOf(attributes: readonly Attribute[]): number {
  return attributes.reduce((sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
}
