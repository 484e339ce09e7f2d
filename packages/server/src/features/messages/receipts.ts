import type { Clock } from "../../kernel/clock.ts";
import { compareIds, isId } from "../../kernel/ids.ts";
import { type Draft, isAddressed, onlyFor, type Timelines } from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import { answerTo } from "./answer.ts";
import type { Ack, GroupReceipts } from "./api.ts";
import { bodyOf } from "./body.ts";
import { findMessage } from "./originals.ts";
import { answered, type Placed } from "./placed.ts";
import { wrongParameter } from "./refusal.ts";
import { draftOf, type MucUplink, type Uplink, type UserUplink } from "./uplink.ts";

interface Deps {
  readonly timelines: Timelines;
  readonly conversations: Pick<Conversations, "markRead">;
  readonly groupReceipts: GroupReceipts;
  readonly clock: Clock;
}

/**
 * Receipts are entries like messages: the other side gets them after an absence too. What has been read is kept
 * besides, per conversation; the receipt is acknowledged when both are stored.
 */
export class Receipts {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** For the sender of the message only. */
  delivered(uplink: UserUplink): Placed {
    const ref = messageIn(uplink);
    if (ref === undefined) return answered(wrongParameter("the receipt names no message"));
    return this.append({ ...draftOf(uplink, "delivered"), ref, audience: uplink.to.user });
  }

  /** For the sender of the message and the reader's other devices. */
  read(uplink: UserUplink): Placed {
    const ref = messageIn(uplink);
    if (ref === undefined) return answered(wrongParameter("the receipt names no message"));
    const { ack } = this.append({ ...draftOf(uplink, "read"), ref });
    // An id from elsewhere must not mark what is still to come as read.
    const position = (own: string) => (compareIds(ref, own) < 0 ? ref : own);
    return { ack: this.thenMark(ack, uplink, { position, isWhole: false }) };
  }

  /** "I have read this conversation": everything up to the receipt's own place. */
  channel(uplink: Uplink): Placed {
    const { ack } = this.append(draftOf(uplink, "channel"));
    return { ack: this.thenMark(ack, uplink, { position: (own) => own, isWhole: true }) };
  }

  /** The same of a group: only the reader's own devices are told. */
  groupChannel(uplink: MucUplink): Placed {
    const { user } = uplink.sender.device;
    const { ack } = this.append({ ...draftOf(uplink, "channel"), audience: onlyFor([user]) });
    return { ack: this.thenMark(ack, uplink, { position: (own) => own, isWhole: true }) };
  }

  /** In a group: nobody but the sender of the message is told, and only of messages that ask for it. */
  groupRead(uplink: MucUplink): Placed {
    const ref = messageIn(uplink);
    if (ref === undefined) return answered(wrongParameter("the receipt names no message"));
    if (uplink.to.type !== "group")
      return answered(wrongParameter("nobody counts who has read messages of a chat room"));
    return { ack: this.countReader(uplink, ref) };
  }

  private async countReader(uplink: MucUplink, ref: string): Promise<Ack> {
    const { timelines, groupReceipts, clock } = this.deps;
    const { device } = uplink.sender;
    const message = await findMessage(timelines, uplink, { id: ref });
    // One that was recalled meanwhile, or is somebody else's to read, is nothing to refuse.
    const isReadable =
      message !== undefined && message.sender !== device.user && isAddressed(message.audience, device.user);
    if (isReadable && bodyOf(message.meta).msgConfig?.allowGroupAck === true) {
      const { sender, at: sentAt } = message;
      const content = uplink.body.ackContent;
      await groupReceipts.add({ group: uplink.to.id, message: ref, sender, sentAt, reader: device, content });
    }
    const ack: Ack = { ok: true, id: timelines.newId(), at: clock.now(), metas: [] };
    if (!isReadable) return ack;
    return this.thenMark(Promise.resolve(ack), uplink, { position: () => ref, isWhole: false });
  }

  private append(draft: Draft): Placed {
    return { ack: this.deps.timelines.append(draft).then(answerTo) };
  }

  private async thenMark(
    placed: Promise<Ack>,
    { sender, timeline }: Uplink,
    mark: { position: (own: string) => string; isWhole: boolean },
  ): Promise<Ack> {
    const ack = await placed;
    if (!ack.ok) return ack;
    const { app, user } = sender.device;
    await this.deps.conversations.markRead(app, user, {
      timeline,
      upTo: mark.position(ack.id),
      isWhole: mark.isWhole,
    });
    return ack;
  }
}

function messageIn({ body }: Uplink): string | undefined {
  return body.ackMessageId !== undefined && isId(body.ackMessageId) ? body.ackMessageId : undefined;
}
