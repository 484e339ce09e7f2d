/**
 * A protobuf schema written as plain values, from which both the TypeScript types and the codec follow.
 *
 * Presence is significant (proto2): a field that was never set is absent from the decoded object, and a zero that
 * was set is written. 64-bit integers that are ids or keys are decimal strings (`u64`, `i64`) because they exceed
 * 2^53 and mini programs have no BigInt; 64-bit times are numbers (`time`, epoch milliseconds).
 */

export type ScalarKind =
  | "bool"
  | "bytes"
  | "double"
  | "enum"
  | "float"
  | "i32"
  | "i64"
  | "string"
  | "time"
  | "u32"
  | "u64";

export interface Field<T> {
  readonly number: number;
  readonly kind: ScalarKind | "message";
  readonly repeated: boolean;
  /** Only for repeated enums: one length-delimited field instead of one field per element. */
  readonly packed: boolean;
  /** Only for kind `message`. */
  readonly message: MessageType<unknown> | undefined;
  /** Carries the TypeScript type; never set at run time. */
  readonly phantom?: T;
}

/** A field with its name in the decoded object. */
export interface NamedField extends Field<unknown> {
  readonly key: string;
  /** How one value of the field is laid out: varint, eight bytes, length and bytes, four bytes. */
  readonly wireType: 0 | 1 | 2 | 5;
}

export interface MessageType<T> {
  readonly name: string;
  readonly fields: readonly NamedField[];
  /** Fields by field number, for decoding. */
  readonly byNumber: ReadonlyArray<NamedField | undefined>;
  readonly phantom?: T;
}

type Shape = Record<string, Field<unknown>>;
type Value<F> = F extends Field<infer T> ? T : never;

/** The decoded form of a message: every field optional, as on the wire. */
export type Decoded<S extends Shape> = { [K in keyof S]?: Value<S[K]> | undefined };

/** The TypeScript type of a message type. */
export type Infer<M> = M extends MessageType<infer T> ? T : never;

export function message<S extends Shape>(name: string, shape: S): MessageType<Decoded<S>> {
  // Old mini-program hosts, in which this runs too, have no Object.entries.
  const fields = Object.keys(shape).map((key) => {
    const field = shape[key] as Field<unknown>; // its own key
    return { ...field, key, wireType: wireTypeOf(field.kind) };
  });
  const byNumber: Array<NamedField | undefined> = [];
  for (const field of fields) byNumber[field.number] = field;
  return { name, fields, byNumber };
}

function wireTypeOf(kind: Field<unknown>["kind"]): NamedField["wireType"] {
  switch (kind) {
    case "string":
    case "bytes":
    case "message":
      return 2;
    case "double":
      return 1;
    case "float":
      return 5;
    default:
      return 0;
  }
}

function scalar<T>(kind: ScalarKind) {
  return (number: number): Field<T> => ({ number, kind, repeated: false, packed: false, message: undefined });
}

export const bool = scalar<boolean>("bool");
export const bytes = scalar<Uint8Array>("bytes");
export const double = scalar<number>("double");
export const float = scalar<number>("float");
export const int32 = scalar<number>("i32");
export const int64 = scalar<string>("i64");
export const string = scalar<string>("string");
export const time = scalar<number>("time");
export const uint32 = scalar<number>("u32");
export const uint64 = scalar<string>("u64");

/** An enum field. Values the schema does not name are kept as they are: servers and clients of other versions exist. */
export function enumeration(number: number): Field<number> {
  return { number, kind: "enum", repeated: false, packed: false, message: undefined };
}

/**
 * A nested message. The encoder also takes the bytes of an already encoded message in its place, so that what is
 * stored or sent many times is encoded once.
 */
export function nested<T>(number: number, type: MessageType<T>): Field<T> {
  return { number, kind: "message", repeated: false, packed: false, message: type as MessageType<unknown> };
}

export function repeated<T>(field: Field<T>, options: { packed?: boolean } = {}): Field<T[]> {
  return { ...field, repeated: true, packed: options.packed ?? false } as Field<T[]>;
}
