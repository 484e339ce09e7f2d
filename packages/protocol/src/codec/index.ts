export { DecodeError, decode } from "./decode.ts";
export { encode, type Encodable } from "./encode.ts";
export type { Infer, MessageType } from "./schema.ts";
