import { decode, type Encodable, encode, MessageBody, Meta } from "@rondo/protocol";
import { parseObject } from "./json.ts";

/** Bytes that count against the message size limit: contents and ext, without addresses (limits: "body + ext"). */
export function countedBytes(body: MessageBody): number {
  return encode(MessageBody, { contents: body.contents, ext: body.ext } as Encodable<MessageBody>).length;
}

/** Bytes of what surrounds a body and counts by itself: a message must not carry a second one there. */
export function surroundingBytes(body: MessageBody, meta: Meta): number {
  const texts = { meta: body.meta, ackContent: body.ackContent, stream: body.stream } as Encodable<MessageBody>;
  return encode(MessageBody, texts).length + (meta.ext === undefined ? 0 : encode(Meta, { ext: meta.ext }).length);
}

/**
 * The payload as it is stored: the names in it are those of the session and of the address, whatever the client wrote,
 * it has at least one content (MSync 5.8), and nothing in its meta that is the server's to say. Almost always that is
 * so already, and the client's bytes are kept as they are.
 */
export function faithfulPayload(
  payload: Uint8Array,
  body: MessageBody,
  names: { from: string; to: string },
): Uint8Array {
  const { contents } = body;
  const meta = withoutServerKeys(body.meta);
  const hasContent = contents !== undefined && contents.length > 0;
  const isFaithful = hasContent && body.from?.name === names.from && body.to?.name === names.to && meta === body.meta;
  if (isFaithful) return payload;
  return encode(MessageBody, {
    ...body,
    from: { name: names.from },
    to: { name: names.to },
    contents: hasContent ? contents : [{}],
    meta,
  } as Encodable<MessageBody>);
}

/** Members of `MessageBody.meta` that only the server says (MSync 6.5). */
const SERVER_KEYS = ["edit_msg", "reaction", "thread_overview", "isDelivered", "isRead"] as const;

function withoutServerKeys(metaJson: string | undefined): string | undefined {
  if (metaJson === undefined || metaJson === "") return metaJson;
  const meta = parseObject(metaJson);
  if (meta === undefined || !SERVER_KEYS.some((key) => key in meta)) return metaJson;
  const rest = Object.entries(meta).filter(([key]) => !(SERVER_KEYS as readonly string[]).includes(key));
  return JSON.stringify(Object.fromEntries(rest));
}

/** What an edit tells about itself, in pushes, acks and history (MSync 4.7, 6.5). */
export interface EditInfo {
  readonly count: number;
  readonly operator: string;
  readonly edit_time: number;
  readonly sender: string;
  readonly send_time: number;
  readonly chat_type: "chat:user" | "chat:group" | "chat:room";
}

/**
 * The JSON of an edited body's meta: what the message had, the edit's own translations (those of the old text are
 * void), and `edit_msg`.
 */
export function editedMeta(before: string | undefined, edit: string | undefined, info: EditInfo): string {
  const { translations: _, ...kept } = parseObject(before ?? "") ?? {};
  const { translations } = parseObject(edit ?? "") ?? {};
  return JSON.stringify({ ...kept, translations, edit_msg: info });
}

/** The `edit_msg` of an edited body; undefined when it has none. */
export function editInfoOf(body: MessageBody): unknown {
  return parseObject(body.meta ?? "")?.edit_msg;
}

/** The body inside an encoded meta of namespace CHAT. */
export function bodyOf(meta: Uint8Array): MessageBody {
  return decode(MessageBody, decode(Meta, meta).payload ?? new Uint8Array());
}

/** The same encoded meta around another body. */
export function withBody(meta: Uint8Array, body: MessageBody): Uint8Array {
  const payload = encode(MessageBody, body as Encodable<MessageBody>);
  return encode(Meta, { ...decode(Meta, meta), payload } as Encodable<Meta>);
}

/** The same encoded meta with members added to the JSON in its body's meta. */
export function payloadWithMeta(payload: Uint8Array, members: Readonly<Record<string, unknown>>): Uint8Array {
  const body = decode(MessageBody, payload);
  const json = JSON.stringify({ ...parseObject(body.meta ?? ""), ...members });
  return encode(MessageBody, { ...body, meta: json } as Encodable<MessageBody>);
}

/** The same of a whole chat meta. */
export function withBodyMeta(meta: Uint8Array, members: Record<string, unknown>): Uint8Array {
  const outer = decode(Meta, meta);
  const payload = payloadWithMeta(outer.payload ?? new Uint8Array(), members);
  return encode(Meta, { ...outer, payload } as Encodable<Meta>);
}
