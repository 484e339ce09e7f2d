import { KeyValueValueType, MessageBodyType } from "@rondo/protocol";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { isId } from "../../../kernel/ids.ts";
import type { Effect, Entry, Timelines } from "../../../timeline/index.ts";
import type { Apps } from "../../apps/api.ts";
import { draftOfServer, type Target } from "../../messages/index.ts";
import type { Places, PlaceType } from "../places.ts";
import { onlyReceivers } from "./audience.ts";
import { findOriginal } from "./originals.ts";

export interface Recall {
  readonly app: string;
  readonly id: string;
  /** Who takes it back. */
  readonly from: string;
  readonly type: PlaceType;
  /** The other side of the conversation, or the group or room. */
  readonly to: string;
  /** Whether the devices of the message's sender are told. */
  readonly reachesSender: boolean;
  /** Past its time too, and when nothing is left of it. */
  readonly isForced: boolean;
  readonly extension: string | undefined;
}

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly places: Places;
  readonly timelines: Timelines;
  readonly clock: Clock;
}

/** Something that may be taken back, and where that is told. */
interface Plan {
  readonly to: Target;
  readonly members: readonly string[];
  readonly message: Entry | undefined;
}

/** An application's server takes messages back, whoever wrote them (SPEC.md, SM). */
export class RecallService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * All of them; when one may not be taken back, none is.
   *
   * @throws AppError RECALL_ILLEGAL, RECALL_REFUSED, RECALL_NOT_OPEN.
   */
  async recall(recalls: readonly Recall[]): Promise<void> {
    const plans: Array<{ recall: Recall; plan: Plan }> = [];
    for (const recall of recalls) plans.push({ recall, plan: await this.plan(recall) });
    await Promise.all(plans.map(({ recall, plan }) => this.carryOut(recall, plan)));
  }

  private async plan(recall: Recall): Promise<Plan> {
    const { app, id, from, type, to: name, isForced } = recall;
    const { settings } = await this.deps.apps.get(app);
    const windowMs = settings.recallWindowMs;
    if (windowMs <= 0) throw new AppError("RECALL_NOT_OPEN");
    const original = await findOriginal(this.deps.timelines, app, id);
    if (original === undefined) {
      const place = await this.deps.places.find(app, from, { type, name });
      if (!isForced) throw new AppError("RECALL_REFUSED", "not_found msg");
      if (!isId(id)) throw new AppError("RECALL_ILLEGAL", "param msg_id is illegal");
      if (place === undefined) throw new AppError("RECALL_ILLEGAL", "can't find msg to");
      return { ...place, message: undefined };
    }
    const { message, to } = original;
    if (!isThere(message, to, { type, name })) throw new AppError("RECALL_ILLEGAL", "can't find msg to");
    if (message.kind === "cmd") throw new AppError("RECALL_ILLEGAL", "a command message cannot be recalled");
    if (!isForced && this.deps.clock.now() - message.at > windowMs) {
      throw new AppError("RECALL_REFUSED", "exceed recall time limit");
    }
    return { to, members: [], message };
  }

  private async carryOut({ app, id, from, extension, reachesSender }: Recall, plan: Plan): Promise<void> {
    const { to, members, message } = plan;
    const draft = draftOfServer({
      app,
      from,
      to,
      members,
      kind: "recall",
      body: { type: MessageBodyType.RECALL, ackMessageId: id, contents: [{}] },
      ext:
        extension === undefined
          ? undefined
          : [{ key: "recallMessageExtensionInfo", type: KeyValueValueType.STRING, stringValue: extension }],
      audience: undefined,
      reachesSender: true,
    });
    if (message === undefined) {
      await this.deps.timelines.append({ ...draft, ref: id });
      return;
    }
    const { timeline, audience, audienceResource } = message;
    const effect: Effect = { type: "remove", id };
    const told = reachesSender || to.type !== "user" ? { audience, audienceResource } : onlyReceivers(message, to);
    const appended = await this.deps.timelines.append({ ...draft, timeline, ref: id, ...told, effect });
    // Somebody else took it back a moment ago.
    if (appended.outcome === "conflict") throw new AppError("RECALL_REFUSED", "not_found msg");
  }
}

/** Whether the message is where the caller thinks: in a conversation either side may be named. */
function isThere({ sender }: Entry, to: Target, { type, name }: { type: PlaceType; name: string }): boolean {
  if (to.type === "user") return type === "user" && [to.user, sender].includes(name.toLowerCase());
  return (to.type === "room") === (type === "room") && type !== "user" && to.id === name;
}
