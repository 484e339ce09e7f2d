import { type Encodable, encode, type MessageType } from "@rondo/protocol";
import type { Seeded } from "../seeded.ts";
import { nastyText } from "./nasty.ts";

/** Values that suit the schema and nobody's expectations: every field may be absent, and what is there is extreme. */
export function anyMessage(type: MessageType<unknown>, random: Seeded, depth = 0): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const field of type.fields) {
    if (random.chance(0.6)) continue;
    if (!field.repeated) value[field.key] = anyValue(field, random, depth);
    else value[field.key] = Array.from({ length: random.below(4) }, () => anyValue(field, random, depth));
  }
  return value;
}

/** The same, encoded. */
export function anyBytes(
  type: MessageType<unknown>,
  random: Seeded,
  changes: Record<string, unknown> = {},
): Uint8Array {
  return encode(type, { ...anyMessage(type, random), ...changes } as Encodable<unknown>);
}

type NamedField = MessageType<unknown>["fields"][number];

function anyValue(field: NamedField, random: Seeded, depth: number): unknown {
  switch (field.kind) {
    case "message":
      return depth > 4 || field.message === undefined ? {} : anyMessage(field.message, random, depth + 1);
    case "string":
      return random.chance(0.5) ? nastyText(random) : "text";
    case "bytes":
      return random.bytes(random.below(20));
    case "bool":
      return random.chance(0.5);
    case "u64":
      return random.pick(["0", "1", "4294967296", "9007199254740993", "18446744073709551615"]);
    case "i64":
      return random.pick(["0", "-1", "9223372036854775807", "-9223372036854775808"]);
    case "time":
      return random.pick([0, 1, Date.now(), 2 ** 53 - 1]);
    case "double":
    case "float":
      return random.pick([0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1e300]);
    case "enum":
      return random.chance(0.7) ? random.below(20) : random.pick([-1, 2 ** 31 - 1]);
    case "i32":
      return random.pick([0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]);
    case "u32":
      return random.pick([0, 1, 2 ** 32 - 1]);
    default:
      return field.kind satisfies never;
  }
}
