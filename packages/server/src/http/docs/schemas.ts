import type { TSchema } from "typebox";

/** JSON Schema as it stands in a document. */
export type Json = Record<string, unknown>;

/**
 * Collects the schemas that have a name of their own (`$id`): they are written once, and referred to elsewhere.
 *
 * What is used is a copy: schemas of endpoints are values that validators hold, too.
 */
export class Schemas {
  readonly named: Record<string, Json> = {};

  use(schema: TSchema): Json {
    // From here on it is plain JSON; TypeBox's own marks are not enumerable and stay behind.
    return this.hoist(JSON.parse(JSON.stringify(schema))) as Json;
  }

  /** @throws Error when two schemas that differ have the same name: a fault of ours that a test finds. */
  private hoist(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.hoist(item));
    if (typeof value !== "object" || value === null) return value;
    const { $id: name, ...rest } = value as Json; // JSON: an object has texts as keys
    const hoisted = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, this.hoist(member)]));
    if (typeof name !== "string") return hoisted;
    const known = this.named[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(hoisted)) {
      throw new Error(`two schemas are called ${name}`);
    }
    this.named[name] = hoisted;
    return { $ref: `#/components/schemas/${name}` };
  }
}
