import { type Meta, readUtf8 } from "@rondo/protocol";
import type { ModifiedMsgInfo } from "./types.ts";

/** What the server says about a meta beside its content (MSync 6.6). */
export interface MetaFacts {
  /** 0: the receiver was offline when it was sent, 1: online, 2: unknown, 3: the server does not say. */
  readonly onlineState: 0 | 1 | 2 | 3;
  readonly isContentReplaced: boolean;
}

const NOT_SAID = 3;

export function metaFactsOf(meta: Meta): MetaFacts {
  if (meta.meta === undefined || meta.meta.length === 0) return { onlineState: NOT_SAID, isContentReplaced: false };
  const said = JSON.parse(readUtf8(meta.meta, 0, meta.meta.length)) as {
    is_online?: unknown;
    callback_replace?: unknown;
  };
  const { is_online: online } = said;
  const state = online === undefined ? NOT_SAID : online === 0 ? 0 : online === 1 ? 1 : online ? 2 : NOT_SAID;
  return { onlineState: state, isContentReplaced: !!said.callback_replace };
}

/** What the body's own JSON adds to a message (MSync 6.5). */
export interface BodyMeta {
  readonly translations?: unknown;
  readonly thread?: { readonly msg_parent_id?: string; readonly muc_parent_id?: string; readonly thread_name?: string };
  readonly thread_overview?: Record<string, unknown>;
  readonly reaction?: ReadonlyArray<Record<string, unknown>>;
  readonly edit_msg?: { readonly count?: number; readonly operator?: string; readonly edit_time?: number };
  readonly isDelivered?: unknown;
  readonly isRead?: unknown;
}

export function modifiedInfoOf(edit: BodyMeta["edit_msg"]): ModifiedMsgInfo | undefined {
  const { count = 0, operator = "", edit_time = 0 } = edit ?? {};
  return count > 0 ? { operationTime: edit_time, operatorId: operator, operationCount: count } : undefined;
}
