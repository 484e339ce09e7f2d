/** For tests: messages on a real record, as the features before search store them. */
import {
  type Encodable,
  encode,
  MessageBody,
  type MessageBodyContent,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  userJid,
} from "@rondo/protocol";
import {
  type Appended,
  conversationTimeline,
  type Draft,
  type MessageKind,
  type Timelines,
} from "../../timeline/index.ts";

export interface Said {
  readonly id: string;
  readonly at: number;
}

/** The kinds by the numbers of their content. */
const TYPES: Partial<Record<MessageKind, number>> = {
  txt: 0,
  img: 1,
  video: 2,
  loc: 3,
  audio: 4,
  file: 5,
  cmd: 6,
  custom: 7,
};

export function speaker(timelines: Pick<Timelines, "append">, app: () => string) {
  const payloadOf = (from: string, to: string, content: MessageBodyContent): Uint8Array =>
    encode(MessageBody, {
      type: MessageBodyType.CHAT,
      from: { name: from },
      to: { name: to },
      contents: [content],
    } as Encodable<MessageBody>);
  const metaOf = (from: string, to: string, payload: Uint8Array) => (id: string, at: number) =>
    encode(Meta, {
      id,
      from: userJid(app(), from),
      to: userJid(app(), to),
      timestamp: at,
      ns: MetaNameSpace.CHAT,
      payload,
    });
  const draft = (from: string, to: string, content: MessageBodyContent): Draft => ({
    app: app(),
    timeline: conversationTimeline(app(), from, to),
    members: [from, to],
    kind: "txt",
    sender: from,
    resource: "phone",
    ref: undefined,
    audience: undefined,
    audienceResource: undefined,
    once: undefined,
    effect: undefined,
    encode: metaOf(from, to, payloadOf(from, to, content)),
  });
  const stored = async (appended: Promise<Appended>): Promise<Said> => {
    const result = await appended;
    if (result.outcome !== "appended") throw new Error(result.outcome);
    return { id: result.entry.id, at: result.entry.at };
  };

  return {
    say: (from: string, to: string, text: string, more: Partial<Draft> = {}): Promise<Said> =>
      stored(timelines.append({ ...draft(from, to, { type: 0, text }), ...more })),
    sayKind: (from: string, to: string, kind: MessageKind, content: MessageBodyContent): Promise<Said> =>
      stored(timelines.append({ ...draft(from, to, { type: TYPES[kind] ?? 0, ...content }), kind })),
    recall: (from: string, to: string, id: string): Promise<Said> =>
      stored(timelines.append({ ...draft(from, to, {}), kind: "recall", ref: id, effect: { type: "remove", id } })),
    edit: (from: string, to: string, id: string, text: string): Promise<Said> => {
      const meta = metaOf(from, to, payloadOf(from, to, { type: 0, text }));
      const effect = { type: "replace", id, edits: 1, meta } as const;
      return stored(timelines.append({ ...draft(from, to, { type: 0, text }), kind: "edit", ref: id, effect }));
    },
  };
}
