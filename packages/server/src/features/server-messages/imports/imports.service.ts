import type { MessageBodyContent } from "@rondo/protocol";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { NO_DEVICE, type Timelines } from "../../../timeline/index.ts";
import type { Apps } from "../../apps/api.ts";
import type { Conversations } from "../../conversations/api.ts";
import { chatTypeOf, draftOfServer } from "../../messages/index.ts";
import { readContent, type Written } from "../content.ts";
import type { Places } from "../places.ts";
import type { Attachments, Brought } from "./attachments.ts";

export interface Import {
  readonly app: string;
  readonly from: string;
  readonly type: "user" | "group";
  readonly target: string;
  readonly message: Written;
  /** Epoch milliseconds; undefined: now. */
  readonly saidAt: number | undefined;
  readonly isRead: boolean;
  /** The message's files are fetched and kept here. */
  readonly bringsFiles: boolean;
  /** The server as the caller reaches it. */
  readonly baseUrl: string;
}

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly places: Places;
  readonly attachments: Pick<Attachments, "bring">;
  readonly timelines: Timelines;
  readonly conversations: Pick<Conversations, "markRead">;
  readonly clock: Clock;
}

/** Messages of another service, from before this one (SPEC.md, SM). */
export class ImportService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Answers the id. @throws AppError SEND_…, INVALID_BODY, INVALID_ARGUMENT, MUC_DISABLED, and for files as `Attachments`. */
  async add(wish: Import): Promise<string> {
    const { app, from, type, target, message, saidAt, isRead } = wish;
    const { apps, places, timelines, conversations, clock } = this.deps;
    const { settings } = await apps.get(app);
    const rules = { app, maxMessageBytes: settings.maxMessageBytes, ownFilesOnly: false };
    const { kind, content, ext } = readContent(message, rules);
    if (saidAt !== undefined && saidAt > clock.now()) {
      throw new AppError("INVALID_ARGUMENT", "msg_timestamp is in the future");
    }
    const place = await places.find(app, from, { type, name: target });
    if (place === undefined) return timelines.newId();
    const { to, members, timeline, bodyMeta } = place;
    const files = await this.bring(wish, content);
    const draft = draftOfServer({
      app,
      from,
      to,
      members,
      kind,
      body: {
        type: chatTypeOf(to),
        contents: [files.content],
        ext: [...ext],
        meta: bodyMeta && JSON.stringify(bodyMeta),
      },
      ext: undefined,
      audience: undefined,
      reachesSender: false,
      saidAt,
    });
    // What was said long ago is no news.
    const appended = await timelines.append({ ...draft, audienceResource: NO_DEVICE }).catch(async (error) => {
      await files.undo();
      throw error;
    });
    if (appended.outcome !== "appended") throw new AppError("INTERNAL");
    const { id } = appended.entry;
    if (isRead && to.type === "user") await conversations.markRead(app, to.user, { timeline, upTo: id, isWhole: true });
    return id;
  }

  private async bring({ app, baseUrl, bringsFiles }: Import, content: MessageBodyContent): Promise<Brought> {
    if (!bringsFiles) return { content, undo: async () => {} };
    return this.deps.attachments.bring({ app, baseUrl }, content);
  }
}
