import { type MessageBody, MessageBodyContentSubType, MessageBodyContentType } from "./msync/chat.ts";

/** The kinds of message an application sends, by the names the client SDK gives them. */
export type MessageKind = "txt" | "img" | "audio" | "video" | "file" | "loc" | "cmd" | "custom" | "combine";

const kinds: Readonly<Record<number, MessageKind>> = {
  [MessageBodyContentType.IMAGE]: "img",
  [MessageBodyContentType.VIDEO]: "video",
  [MessageBodyContentType.LOCATION]: "loc",
  [MessageBodyContentType.VOICE]: "audio",
  [MessageBodyContentType.FILE]: "file",
  [MessageBodyContentType.COMMAND]: "cmd",
  [MessageBodyContentType.CUSTOM]: "custom",
  [MessageBodyContentType.COMBINE]: "combine",
};

/**
 * What kind of message a body is (MSync 6.1). Only the first content counts, as in every client; a content without a
 * type is text, as on the wire. Undefined for a body without content, a type nobody knows, and chunks of streamed
 * text, which clients only receive.
 */
export function messageKindOf(body: MessageBody): MessageKind | undefined {
  const content = body.contents?.[0];
  if (content === undefined) return undefined;
  const type = content.type ?? MessageBodyContentType.TEXT;
  if (type !== MessageBodyContentType.TEXT) return kinds[type];
  switch (content.subType) {
    // A combined message is text for clients that do not know combined messages; the zero is what marks it.
    case MessageBodyContentSubType.COMBINE_SUB:
      return "combine";
    case MessageBodyContentSubType.SUB_STREAM:
      return undefined;
    default:
      return "txt";
  }
}
