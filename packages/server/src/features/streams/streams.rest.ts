import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { flagIn, isMissing, type Members, membersOf, readExt, senderIn, textIn } from "../server-messages/index.ts";
import type { Chunk, StreamService } from "./streams.service.ts";

const INT32 = 2 ** 31;

/** Texts that come in pieces, as those that machines write (STM-01, STM-02). */
export function streamEndpoints(service: StreamService): Endpoint[] {
  return (["user", "group"] as const).map((type) =>
    endpoint({
      name: type === "user" ? "streamToUser" : "streamToGroup",
      method: "POST",
      path: type === "user" ? "/stream_message/user" : "/stream_message/chatgroup",
      summary: `The first or next piece of a text to a ${type}`,
      access: "app",
      body: Type.Unknown({ description: "from, to, body { msgId, msg, seq, finish, finishReason, type }, ext" }),
      async handle({ appKey, body }) {
        const chunk = chunkOf(appKey, type, membersOf(body));
        const msgId = await service.take(chunk);
        return chunk.message === undefined ? { data: { msgId } } : {};
      },
    }),
  );
}

function chunkOf(app: string, type: "user" | "group", members: Members): Chunk {
  const from = senderIn(members);
  const to = textIn(members, "to");
  if (to === undefined) throw new AppError("SEND_TO");
  if (isMissing(members.body)) throw new AppError("SEND_BODY");
  const body = membersOf(members.body);
  const { msg, seq } = body;
  if (typeof msg !== "string") throw new AppError("SEND_BODY", "param body.msg can't be empty");
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0) throw new AppError("STREAM_SEQ");
  const isLast = flagIn(body, "finish") ?? false;
  return {
    app,
    from,
    to: { type, name: type === "user" ? to.toLowerCase() : to },
    message: textIn(body, "msgId"),
    text: msg,
    seq,
    isLast,
    finishReason: finishReasonIn(body, { isLast }),
    streamType: typeIn(body),
    ext: readExt(members.ext),
  };
}

/** It is said with the end, and means nothing before. */
function finishReasonIn({ finishReason }: Members, { isLast }: { isLast: boolean }): number | undefined {
  if (finishReason === undefined || finishReason === null || !isLast) return undefined;
  if (typeof finishReason !== "number" || !Number.isInteger(finishReason) || Math.abs(finishReason) >= INT32) {
    throw new AppError("SEND_BODY", "param body.finishReason is illegal");
  }
  return finishReason;
}

function typeIn(body: Members): string {
  const type = textIn(body, "type") ?? "text";
  if (type !== "text" && type !== "markdown") throw new AppError("SEND_BODY", "param body.type is illegal");
  return type;
}
