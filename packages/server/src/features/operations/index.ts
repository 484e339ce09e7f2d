import type { Operation, OperationAction } from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Actor } from "../../kernel/console.ts";
import type { Database, Migration, Transaction } from "../../kernel/database/database.ts";
import { IdGenerator } from "../../kernel/ids.ts";
import { createOperation } from "./migrations/2026-11-29-operations.ts";
import { type OperationQuery, type OperationRow, type OperationTables, operationStore } from "./operations.store.ts";

export const operationsMigrations: readonly Migration[] = [createOperation];

/** As wide as an id may be, so that their order as texts is that of time. */
const ID_DIGITS = 19;

export interface Recorded {
  readonly actor: Actor;
  /** Undefined: about the actor's own account. */
  readonly org: string | undefined;
  readonly appKey?: string;
  readonly action: OperationAction;
  readonly object?: string;
  /** Never secrets: `secretChange` says only that one was changed. */
  readonly changes?: readonly Change[];
}

export interface Change {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** The log of who changed what, when and from where. What is in it is never changed. */
export class Operations {
  private readonly deps: { database: Database; clock: Clock };
  private readonly ids: IdGenerator;

  constructor(deps: { database: Database; clock: Clock; nodeId: number }) {
    this.deps = deps;
    this.ids = new IdGenerator({ clock: deps.clock, node: deps.nodeId });
  }

  /** With `tx`: in the transaction that makes the change. */
  async record({ actor, org, appKey, action, object, changes = [] }: Recorded, tx?: Transaction): Promise<void> {
    const row: OperationRow = {
      id: this.ids.next().padStart(ID_DIGITS, "0"),
      at: this.deps.clock.now(),
      org: org ?? null,
      appKey: appKey ?? null,
      accountId: actor.accountId ?? null,
      actor: actor.name,
      address: actor.address,
      action,
      object: object ?? "",
      changes: JSON.stringify(changes),
    };
    await operationStore.insert((tx ?? this.deps.database).query<OperationTables>(), row);
  }

  async list(query: OperationQuery): Promise<{ items: Operation[]; nextCursor: string | null }> {
    const { limit } = query;
    const db = this.deps.database.query<OperationTables>();
    const rows = await operationStore.list(db, { ...query, limit: limit + 1 });
    const items = rows.slice(0, limit).map(toOperation);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}

/** Those members that differ, as texts. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  return Object.keys(after)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, from: asText(before[field]), to: asText(after[field]) }));
}

/** A secret was changed: neither the old nor the new one is anybody's business. */
export function secretChange(field: string): Change {
  return { field, from: null, to: null };
}

const MAX_TEXT = 500;

function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, MAX_TEXT);
}

function toOperation(row: OperationRow): Operation {
  const { org: _, changes, ...rest } = row;
  return { ...rest, changes: JSON.parse(changes) as Change[] }; // written by `record`
}
