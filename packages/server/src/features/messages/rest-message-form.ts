import {
  MessageBodyContentType as ContentType,
  type Encodable,
  type KeyValue,
  type MessageBodyContent,
  KeyValueValueType as ValueType,
} from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import type { MessageKind } from "../../timeline/index.ts";

type Json = Readonly<Record<string, unknown>>;

const MAX_CUSTOM_EXTS = 16;
const CUSTOM_EVENT = /^[a-zA-Z0-9_/.-]{1,32}$/;
const INT32 = 2 ** 31;

export interface RestContent {
  readonly kind: MessageKind;
  readonly content: MessageBodyContent;
}

/**
 * The content of a message from its REST form (server REST, 8.0): the other way round than `toRestMessage`.
 *
 * @throws AppError SEND_ILLEGAL for a type that cannot be sent, SEND_BODY naming the member that is missing or wrong.
 */
export function toContent(type: string, body: Json): RestContent {
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) throw new AppError("SEND_ILLEGAL", `param type ${type.slice(0, 32)} is not supported`);
  // The codec leaves out what is undefined.
  return { kind: type as MessageKind, content: read(body) as MessageBodyContent };
}

type Reader = (body: Json) => Encodable<MessageBodyContent>;

const readers: Readonly<Record<string, Reader | undefined>> = {
  txt: (body) => ({ type: ContentType.TEXT, text: text(body, "msg") }),
  img: (body) => ({ type: ContentType.IMAGE, ...attachment(body), size: size(body) }),
  audio: (body) => ({ type: ContentType.VOICE, ...attachment(body), duration: length(body) }),
  video: (body) => ({
    type: ContentType.VIDEO,
    ...attachment(body),
    duration: length(body),
    size: size(body),
    thumbnailRemotePath: optionalText(body, "thumb"),
    thumbnailSecretKey: optionalText(body, "thumb_secret"),
  }),
  file: (body) => ({ type: ContentType.FILE, ...attachment(body) }),
  loc: (body) => ({
    type: ContentType.LOCATION,
    latitude: degrees(body, "lat"),
    longitude: degrees(body, "lng"),
    address: text(body, "addr"),
    buildingName: optionalText(body, "buildingName"),
  }),
  cmd: (body) => ({ type: ContentType.COMMAND, action: text(body, "action") }),
  custom: (body) => ({
    type: ContentType.CUSTOM,
    customEvent: customEvent(body),
    customExts: customExts(body.customExts),
  }),
};

/** A JSON object as typed pairs (MSync 6.3): every value comes back as what it was. */
export function toKeyValues(values: Json): KeyValue[] {
  return Object.entries(values).map(([key, value]) => toPair(key, value) as KeyValue);
}

/** @throws AppError SEND_BODY. */
export function customEvent(body: Json): string {
  const event = text(body, "customEvent");
  if (!CUSTOM_EVENT.test(event)) throw wrong("customEvent");
  return event;
}

/** A map, or a list of maps that are one together. @throws AppError SEND_BODY. */
export function customExts(value: unknown): KeyValue[] | undefined {
  if (value === undefined) return undefined;
  const maps: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!maps.every(isObject)) throw wrong("customExts");
  const pairs = toKeyValues(Object.assign({}, ...maps));
  if (pairs.length > MAX_CUSTOM_EXTS) throw wrong("customExts");
  return pairs;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toPair(key: string, value: unknown): Encodable<KeyValue> {
  switch (typeof value) {
    case "boolean":
      return { key, type: ValueType.BOOL, varintValue: value ? "1" : "0" };
    case "number":
      if (Number.isSafeInteger(value)) return { key, type: ValueType.INT, varintValue: String(value) };
      return { key, type: ValueType.DOUBLE, doubleValue: value };
    case "string":
      return { key, type: ValueType.STRING, stringValue: value };
    default:
      return { key, type: ValueType.JSON_STRING, stringValue: JSON.stringify(value) };
  }
}

function attachment(body: Json): Encodable<MessageBodyContent> {
  return {
    remotePath: text(body, "url"),
    displayName: optionalText(body, "filename"),
    secretKey: optionalText(body, "secret"),
    fileLength: optionalCount(body.file_length, "file_length"),
  };
}

function size(body: Json): MessageBodyContent["size"] {
  if (body.size === undefined) return undefined;
  if (!isObject(body.size)) throw wrong("size");
  const { width, height } = body.size;
  return { width: optionalCount(width, "size") ?? 0, height: optionalCount(height, "size") ?? 0 };
}

/** In seconds; a table of the compatible service's documents begins it with a capital. */
function length(body: Json): number | undefined {
  return optionalCount(body.length ?? body.Length, "length");
}

/** @throws AppError SEND_BODY when it is missing, empty or no text. */
function text(body: Json, name: string): string {
  const value = body[name];
  if (value === undefined || value === null || value === "") {
    throw new AppError("SEND_BODY", `param body.${name} can't be empty`);
  }
  if (typeof value !== "string") throw wrong(name);
  return value;
}

function optionalText(body: Json, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw wrong(name);
  return value;
}

/** Callers write whole numbers as numbers and as texts. */
function optionalCount(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !(number >= 0 && number < INT32)) throw wrong(name);
  return Math.round(number);
}

function degrees(body: Json, name: string): number {
  const value = body[name];
  if (value === undefined || value === null || value === "") {
    throw new AppError("SEND_BODY", `param body.${name} can't be empty`);
  }
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw wrong(name);
  return number;
}

function wrong(name: string): AppError {
  return new AppError("SEND_BODY", `param body.${name} is illegal`);
}
