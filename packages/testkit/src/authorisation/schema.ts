/** The part of JSON Schema in which endpoints are declared. */
export interface Schema {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

const known = new Set<string>([
  ...["type", "required", "properties", "patternProperties", "additionalProperties", "items", "anyOf", "enum", "const"],
  ...["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "description", "$id", "title"],
  ...["default", "examples", "format"],
]);

/**
 * Whether the value is one that the schema describes. Written once more, because the server's own check is what is tested.
 *
 * @throws Error for a keyword that nothing is known of here.
 */
export function fits(schema: Schema, value: unknown): boolean {
  const strange = Object.keys(schema).find((keyword) => !known.has(keyword) && !keyword.startsWith("~"));
  if (strange !== undefined) throw new Error(`schema.ts does not know ${strange}`);
  if (schema.anyOf !== undefined && !schema.anyOf.some((branch) => fits(branch, value))) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if ("const" in schema && schema.const !== value) return false;
  if (schema.type !== undefined && !isOfType(schema.type, value)) return false;
  if (typeof value === "string") return fitsText(schema, value);
  if (typeof value === "number") return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (Array.isArray(value)) return fitsList(schema, value);
  return typeof value !== "object" || value === null || fitsMembers(schema, value);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      // What is left are names that JavaScript has, too.
      return typeof value === type;
  }
}

function fitsText({ minLength = 0, maxLength = Infinity, pattern }: Schema, text: string): boolean {
  const length = [...text].length;
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, "u").test(text));
}

function fitsList({ minItems = 0, maxItems = Infinity, items }: Schema, list: readonly unknown[]): boolean {
  const isLong = list.length >= minItems && list.length <= maxItems;
  return isLong && (items === undefined || list.every((item) => fits(items, item)));
}

function fitsMembers(schema: Schema, value: object): boolean {
  const { required = [], properties = {}, patternProperties = {}, additionalProperties = true } = schema;
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, member]) => {
    if (Object.hasOwn(properties, name)) return fits(properties[name] ?? {}, member);
    const pattern = Object.entries(patternProperties).find(([text]) => new RegExp(text, "u").test(name));
    return pattern === undefined ? additionalProperties : fits(pattern[1], member);
  });
}
