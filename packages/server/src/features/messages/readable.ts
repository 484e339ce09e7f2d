import { type KeyValue, KeyValueValueType, type MessageBody, MessageBodyType, type Meta } from "@rondo/protocol";
import { parseJson, parseObject } from "./json.ts";

/**
 * Why official clients could not read a body; undefined when they can. They parse JSON without care: a bad text loses
 * the message and disturbs its neighbours in the batch (MSync 5.7, 6.3, 6.5, 6.7), so it is refused where it comes in.
 */
export function whyUnreadable(body: MessageBody, meta: Meta): string | undefined {
  if (!hasValidJson(body.ext) || !hasValidJson(meta.ext)) return "an ext of type JSON is not valid JSON";
  for (const content of body.contents ?? []) {
    if (!hasValidJson(content.customExts) || !hasValidJson(content.params)) return "a custom ext is not valid JSON";
  }
  if (body.meta !== undefined && body.meta !== "" && !isReadable(body.meta, parseObject(body.meta))) {
    return "the meta of the body is not a JSON object";
  }
  if (body.type === MessageBodyType.READ_ACK) {
    // Clients take the first ext of a read receipt for the JSON of a group receipt's counts.
    const text = body.ext?.[0]?.stringValue;
    if (text !== undefined && text !== "" && parseJson(text) === undefined) return "the ext of a receipt is not JSON";
  }
  return undefined;
}

function hasValidJson(ext: readonly KeyValue[] | undefined): boolean {
  if (ext === undefined) return true;
  return ext.every(
    ({ type, stringValue: text = "" }) => type !== KeyValueValueType.JSON_STRING || isReadable(text, parseJson(text)),
  );
}

/** Parsers read any depth, but what writes JSON again, here and in applications, runs out of stack at some thousands. */
const MAX_DEPTH = 500;

/** `value` is what the text means; undefined when it means nothing. */
function isReadable(text: string, value: unknown): boolean {
  return value !== undefined && (text.length < 2 * MAX_DEPTH || !isDeeper(value, MAX_DEPTH));
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
