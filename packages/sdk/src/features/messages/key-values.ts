import { type Encodable, type KeyValue, KeyValueValueType } from "@rondo/protocol";

/** An object as typed pairs (MSync 6.3): every value comes back as what it was. */
export function toKeyValues(values: Record<string, unknown> | undefined): Array<Encodable<KeyValue>> {
  const pairs: Array<Encodable<KeyValue>> = [];
  for (const key of Object.keys(values || {})) {
    const pair = toPair(key, values?.[key]);
    if (pair) pairs.push(pair);
  }
  return pairs;
}

function toPair(key: string, value: unknown): Encodable<KeyValue> | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "object":
      return { key, type: KeyValueValueType.JSON_STRING, stringValue: JSON.stringify(value) };
    case "boolean":
      return { key, type: KeyValueValueType.BOOL, varintValue: value ? "1" : "0" };
    case "number":
      if (Number.isSafeInteger(value)) return { key, type: KeyValueValueType.INT, varintValue: String(value) };
      if (!Number.isNaN(value)) return { key, type: KeyValueValueType.DOUBLE, doubleValue: value };
      return { key, type: KeyValueValueType.STRING, stringValue: "NaN" };
    default:
      return { key, type: KeyValueValueType.STRING, stringValue: String(value) };
  }
}

/** @throws SyntaxError for a pair of type JSON that is none. */
export function fromKeyValues(pairs: readonly KeyValue[] | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const pair of pairs || []) {
    const value = fromPair(pair);
    // A key such as __proto__ is data like any other.
    if (value !== undefined) Object.defineProperty(values, pair.key || "", { value, ...PLAIN });
  }
  return values;
}

function fromPair({ type, varintValue = "0", floatValue = 0, doubleValue = 0, stringValue = "" }: KeyValue): unknown {
  switch (type) {
    case KeyValueValueType.JSON_STRING:
      return JSON.parse(stringValue);
    case KeyValueValueType.STRING:
      return stringValue;
    case KeyValueValueType.DOUBLE:
      return doubleValue;
    case KeyValueValueType.FLOAT:
      return floatValue;
    case KeyValueValueType.BOOL:
      return varintValue !== "0";
    case KeyValueValueType.INT:
    case KeyValueValueType.UINT:
    case KeyValueValueType.LLINT:
      return Number(varintValue);
    default:
      return undefined;
  }
}

const PLAIN = { enumerable: true, configurable: true, writable: true };
