import type { Seeded } from "../seeded.ts";
import { nastyNumber, nastyText } from "./nasty.ts";

/** The part of JSON Schema that our endpoints are declared in. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Any JSON value, of any type. */
function anyJson(random: Seeded, depth = 0): unknown {
  switch (random.below(depth > 3 ? 5 : 7)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return nastyNumber(random);
    case 3:
    case 4:
      return nastyText(random);
    case 5:
      return Array.from({ length: random.below(5) }, () => anyJson(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(5) }, () => [nastyText(random), anyJson(random, depth + 1)]),
      );
  }
}

/** How values are made. */
export interface Taste {
  /** 0: what fits the schema; 1: members missing, superfluous, of other types. */
  readonly evil: number;
  /** A text for the member of this name. */
  text(name: string): string;
}

/** A value for the schema; `name` is that of the member it is for. */
export function jsonFor(schema: Schema, random: Seeded, taste: Taste, name = ""): unknown {
  const { evil } = taste;
  if (random.chance(0.1 * evil)) return anyJson(random);
  if (schema.anyOf) return jsonFor(random.pick(schema.anyOf), random, taste, name);
  switch (schema.type) {
    case "object": {
      const members = Object.entries(schema.properties ?? {})
        .filter(() => !random.chance(0.25 * evil))
        .map(([key, member]) => [key, jsonFor(member, random, taste, key)]);
      if (random.chance(0.1 * evil)) members.push([nastyText(random), anyJson(random)]);
      return Object.fromEntries(members);
    }
    case "array": {
      const length = random.chance(0.1 * evil) ? 500 : random.below(4);
      return Array.from({ length }, () => jsonFor(schema.items ?? {}, random, taste, name));
    }
    case "string":
      return taste.text(name);
    case "integer":
    case "number":
      return random.chance(evil) ? nastyNumber(random) : random.between(schema.minimum ?? 0, schema.maximum ?? 50);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return anyJson(random);
  }
}

/** Text that is nearly JSON, or too much of it. */
export function brokenJson(random: Seeded): string {
  const deep = random.pick([50, 1000, 20_000, 200_000]);
  return random.pick([
    "{",
    "[1,]",
    '{"a":1}}',
    '{"a":1,"a":2}',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    "\ufeff{}",
    "nul",
    "'single'",
    '"\\ud800"',
    '{"username":"\\u0000"}',
    "1e400",
    "-",
    " ".repeat(1000),
    "[".repeat(deep),
    `${"[".repeat(deep)}${"]".repeat(deep)}`,
    `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`,
    `{"username":"${"x".repeat(500_000)}"}`,
    `[${"1,".repeat(100_000)}1]`,
  ]);
}
