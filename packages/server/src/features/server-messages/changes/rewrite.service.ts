import { type KeyValue, type MessageBody, type MessageBodyContent, MessageBodyEditScope } from "@rondo/protocol";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { isId } from "../../../kernel/ids.ts";
import type { Entry, Timelines } from "../../../timeline/index.ts";
import type { Apps } from "../../apps/api.ts";
import type { AppSettings } from "../../apps/settings.ts";
import {
  bodyOf,
  CHAT_TYPES,
  countedBytes,
  customEvent,
  customExts,
  draftOfServer,
  editCountOf,
  editedMeta,
  editOf,
  toContent,
  toKeyValues,
  whyUnreadable,
} from "../../messages/index.ts";
import { DEFAULT_SENDER, type Members } from "../members.ts";
import { findOriginal, type Original } from "./originals.ts";

export interface Rewrite {
  readonly app: string;
  readonly id: string;
  /** Who edits: the sender, or the application itself. */
  readonly user: string | undefined;
  readonly type: string;
  /** The members that the type has. */
  readonly content: Members;
  readonly ext: Members | undefined;
  /** Whether the new ext joins the old one, and does not replace it. */
  readonly combinesExt: boolean;
}

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly timelines: Timelines;
  readonly clock: Clock;
}

/** Of these only the ext can be changed. */
const EXT_ONLY: ReadonlySet<string> = new Set(["loc", "img", "audio", "video", "file"]);

/** An application's server gives messages new content (SPEC.md, SM). */
export class RewriteService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError REWRITE_…, SEND_BODY, SEND_TOO_LARGE, INVALID_BODY. */
  async rewrite(wish: Rewrite): Promise<void> {
    const { app, id } = wish;
    if (!isId(id)) throw new AppError("REWRITE_ID");
    const { settings } = await this.deps.apps.get(app);
    if (settings.maxEdits <= 0) throw new AppError("REWRITE_NOT_OPEN");
    const original = await findOriginal(this.deps.timelines, app, id);
    if (original === undefined) throw new AppError("REWRITE_NOT_FOUND");
    const { message } = original;
    if (wish.user !== undefined && wish.user !== message.sender) throw new AppError("REWRITE_UNAUTHORIZED");
    if (editCountOf(message) >= settings.maxEdits) throw new AppError("REWRITE_LIMIT");
    const edited = this.editedBody(wish, original, settings);
    const appended = await this.deps.timelines.append(draftOf(wish, { ...original, edited }));
    if (appended.outcome !== "conflict") return;
    const isThere = (await this.deps.timelines.find(message.timeline, id)) !== undefined;
    throw new AppError(isThere ? "REWRITE_CONFLICT" : "REWRITE_NOT_FOUND");
  }

  private editedBody(wish: Rewrite, { message, to }: Original, { maxMessageBytes }: AppSettings): MessageBody {
    const before = bodyOf(message.meta);
    const info = {
      count: editCountOf(message) + 1,
      operator: wish.user ?? DEFAULT_SENDER,
      edit_time: this.deps.clock.now(),
      sender: message.sender,
      send_time: message.at,
      chat_type: CHAT_TYPES[to.type],
    };
    const edited = {
      ...before,
      contents: [contentOf(wish, message, before.contents?.[0] ?? {})],
      ext: extOf(wish, before.ext ?? []),
      meta: editedMeta(before.meta, undefined, info),
    };
    if (countedBytes(edited) > maxMessageBytes) throw new AppError("SEND_TOO_LARGE");
    if (whyUnreadable(edited, {}) !== undefined) throw new AppError("INVALID_BODY");
    return edited;
  }
}

function contentOf({ type, content }: Rewrite, message: Entry, before: MessageBodyContent): MessageBodyContent {
  if (type !== message.kind) throw new AppError("REWRITE_TYPE");
  if (type === "txt") return toContent("txt", content).content;
  if (type === "custom") {
    const event = content.customEvent === undefined ? before.customEvent : customEvent(content);
    const exts = customExts(content.customExts) ?? before.customExts;
    return { ...before, ...(event && { customEvent: event }), ...(exts && { customExts: exts }) };
  }
  if (EXT_ONLY.has(type)) return before;
  throw new AppError("REWRITE_TYPE");
}

function extOf({ ext, combinesExt }: Rewrite, before: readonly KeyValue[]): KeyValue[] {
  if (ext === undefined) return [...before];
  const pairs = toKeyValues(ext);
  if (!combinesExt) return pairs;
  const isReplaced = new Set(pairs.map(({ key }) => key));
  return [...before.filter(({ key }) => !isReplaced.has(key)), ...pairs];
}

function draftOf({ app, user }: Rewrite, { message, to, edited }: Original & { edited: MessageBody }) {
  const from = user ?? DEFAULT_SENDER;
  const entry = { app, from, to, members: [], kind: "edit", ext: undefined, audience: undefined } as const;
  return {
    ...draftOfServer({ ...entry, body: {}, reachesSender: true }),
    ...editOf(message, {
      edited,
      scope: MessageBodyEditScope.BODY_AND_EXT,
      from: { app, user: from, resource: undefined },
      to,
      ext: undefined,
    }),
    timeline: message.timeline,
  };
}
