export { DecodeError, decode } from "./decode.ts";
export { type Embedded, type Encodable, embed, encode } from "./encode.ts";
export type { Infer, MessageType } from "./schema.ts";
export { readUtf8 } from "./utf8.ts";
