export { DecodeError, decode } from "./decode.ts";
export { type Encodable, encode } from "./encode.ts";
export type { Infer, MessageType } from "./schema.ts";
