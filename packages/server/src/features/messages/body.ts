import { type Encodable, encode, MessageBody } from "@rondo/protocol";

/** Bytes that count against the message size limit: contents and ext, without addresses (limits: "body + ext"). */
export function countedBytes(body: MessageBody): number {
  return encode(MessageBody, { contents: body.contents, ext: body.ext } as Encodable<MessageBody>).length;
}

/**
 * The payload as it is stored: the names in it are those of the session and of the address, whatever the client wrote.
 * Almost always they agree already, and the client's bytes are kept as they are.
 */
export function withNames(payload: Uint8Array, body: MessageBody, names: { from: string; to: string }): Uint8Array {
  const isFaithful =
    body.from?.name === names.from &&
    body.to?.name === names.to &&
    body.from.clientResource === undefined &&
    body.contents !== undefined &&
    body.contents.length > 0;
  if (isFaithful) return payload;
  const contents = body.contents !== undefined && body.contents.length > 0 ? body.contents : [{}];
  return encode(MessageBody, { ...body, from: { name: names.from }, to: { name: names.to }, contents });
}

/** What an edit tells about itself, in pushes, acks and history (MSync 4.7, 6.5). */
export interface EditInfo {
  readonly count: number;
  readonly operator: string;
  readonly edit_time: number;
  readonly sender: string;
  readonly send_time: number;
  readonly chat_type: "chat:user";
}

/** Adds `edit_msg` to the JSON in `MessageBody.meta`, keeping what else is there. */
export function withEditInfo(metaJson: string | undefined, info: EditInfo): string {
  return JSON.stringify({ ...parseObject(metaJson), edit_msg: info });
}

function parseObject(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch (error) {
    // A client wrote something that is no JSON: receivers could not read it either, so the edit starts it anew.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
