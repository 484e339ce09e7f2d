import {
  conferenceJid,
  type Encodable,
  encode,
  KeyValueValueType,
  MessageBody,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  StatisticsBody,
  StatisticsBodyOperation,
  userJid,
} from "@rondo/protocol";
import type { GroupReceipt } from "../../messages/index.ts";
import type { Count } from "./receipts.store.ts";

interface Stamp {
  readonly id: string;
  readonly at: number;
}

/** What the sender of a message is told when one more has read it: clients read the counts from the first ext (MSync 6.7). */
export function receiptMeta(receipt: GroupReceipt, readers: number, { id, at }: Stamp): Uint8Array {
  const { reader, group, message, content } = receipt;
  const { app, user, resource } = reader;
  const payload = encode(MessageBody, {
    type: MessageBodyType.READ_ACK,
    from: { name: user },
    to: { name: group },
    contents: [{}],
    ext: [
      {
        key: "groupReadCount",
        type: KeyValueValueType.JSON_STRING,
        stringValue: JSON.stringify({ [message]: readers }),
      },
    ],
    ackMessageId: message,
    msgConfig: { allowGroupAck: true },
    ackContent: content,
  } as Encodable<MessageBody>);
  const route = { from: userJid(app, user, resource), to: conferenceJid(app, group) };
  return encode(Meta, { id, ...route, timestamp: at, ns: MetaNameSpace.CHAT, payload } as Encodable<Meta>);
}

/** What a device is told when it comes back: how many have read what, of the messages that were read meanwhile (MSync 3.7). */
export function countsMeta(to: { app: string; user: string }, counts: readonly Count[], { id, at }: Stamp): Uint8Array {
  const acks = counts.map(({ muc, message, readers }) => ({ mid: message, count: readers, group: muc }));
  const payload = encode(StatisticsBody, {
    operation: StatisticsBodyOperation.INFORMATION,
    location: JSON.stringify({ group_ack: acks }),
  });
  return encode(Meta, { id, to: userJid(to.app, to.user), timestamp: at, ns: MetaNameSpace.STATISTIC, payload });
}
