import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import { isId } from "../../../kernel/ids.ts";
import {
  groupTimeline,
  parseTimeline,
  type Timelines,
  type Transients,
  userTimeline,
} from "../../../timeline/index.ts";
import type { Apps } from "../../apps/api.ts";
import type { GroupReceipt, GroupReceipts } from "../../messages/index.ts";
import type { Access } from "../access.ts";
import type { Actor } from "../actor.ts";
import { receiptMeta } from "./receipt-metas.ts";
import { type ReceiptTables, receiptStore as store } from "./receipts.store.ts";

interface Deps {
  readonly database: Database;
  readonly timelines: Pick<Timelines, "newId" | "find">;
  readonly transients: Transients;
  readonly apps: Pick<Apps, "get">;
  readonly access: Access;
  readonly clock: Clock;
}

export interface Readers {
  readonly total: number;
  /** When the last of them has read it (epoch ms); 0: nobody has. */
  readonly changedAt: number;
  /** By name. */
  readonly names: readonly string[];
  /** Where the next page begins; "" on the last one. */
  readonly nextKey: string;
}

/** Who of a group has read a message that asks for it (SPEC.md, GR). */
export class ReceiptService implements GroupReceipts {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Counts a reader, once, and tells the sender's connected devices; the others learn of it when they come back. */
  async add(receipt: GroupReceipt): Promise<void> {
    const { database, apps, clock } = this.deps;
    const { reader, sender, sentAt, content = "" } = receipt;
    const { settings } = await apps.get(reader.app);
    const at = clock.now();
    if (at - sentAt > settings.groupReceiptWindowMs) return;
    const message = { app: reader.app, group: receipt.group, message: receipt.message };
    const readers = await database.inTransaction(async (tx) => {
      const db = tx.query<ReceiptTables>();
      const isNew = await store.add(db, message, { reader: reader.user, content, at });
      return isNew ? store.count(db, message, { sender, at }) : undefined;
    });
    if (readers !== undefined) this.tell(receipt, readers);
  }

  /**
   * For the sender of the message and the application.
   *
   * @throws AppError GROUP_NOT_FOUND, FORBIDDEN, GROUP_MESSAGE_NOT_FOUND.
   */
  async readers(actor: Actor, id: string, page: { message: string; after: string; limit: number }): Promise<Readers> {
    const { timelines, access, database } = this.deps;
    const group = await access.enter(actor, id, "look");
    const entry = isId(page.message) ? await timelines.find(groupTimeline(group.app, id), page.message) : undefined;
    if (entry === undefined) throw new AppError("GROUP_MESSAGE_NOT_FOUND");
    if (actor.user !== undefined && actor.user !== entry.sender) throw new AppError("FORBIDDEN");
    const db = database.query<ReceiptTables>();
    const message = { app: group.app, group: id, message: page.message };
    const total = await store.total(db, message);
    const found = await store.readers(db, message, { after: page.after, limit: page.limit + 1 });
    const names = found.slice(0, page.limit);
    return {
      total: total?.readers ?? 0,
      changedAt: total?.changedAt ?? 0,
      names,
      nextKey: found.length > page.limit ? (names.at(-1) ?? "") : "",
    };
  }

  /** These messages of a timeline are gone, and so is who has read them. */
  async forgetMessages(timeline: string, messages: readonly string[]): Promise<void> {
    const place = parseTimeline(timeline);
    if (place.type !== "group") return;
    const db = this.deps.database.query<ReceiptTables>();
    await store.forgetMessages(db, { app: place.app, group: place.id, messages });
  }

  private tell(receipt: GroupReceipt, readers: number): void {
    const { timelines, transients, clock } = this.deps;
    const { reader, sender, message: ref } = receipt;
    const id = timelines.newId();
    const at = clock.now();
    transients.send({
      id,
      timeline: userTimeline(reader.app, sender),
      at,
      kind: "read",
      sender: reader.user,
      resource: reader.resource,
      ref,
      audience: undefined,
      audienceResource: undefined,
      meta: receiptMeta(receipt, readers, { id, at }),
    });
  }
}
