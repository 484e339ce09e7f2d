import type { CallParts } from "./calls.ts";
import { lenient } from "./leniencies.ts";
import { fits, type Schema } from "./schema.ts";

/** A call with something wrong in it, or at least odd. */
export interface Mutation {
  readonly what: string;
  readonly call: CallParts;
  /** The body as it goes out, where it is no JSON, or more than that. */
  readonly raw?: { readonly content: string; readonly type?: string };
  /**
   * - `invalid`: not what the endpoint declares; `field` is to be named in the refusal.
   * - `broken`: no JSON.
   * - `absent`: speaks of what does not exist.
   * - `odd`: the declaration allows it.
   */
  readonly kind: "invalid" | "broken" | "absent" | "odd";
  readonly field: string;
  /** Whether what does not exist may be named there. */
  readonly isLenient?: boolean;
}

/** Part of every value that must not come back in a refusal. */
export const SECRET = "s3cr3t";
const LONG = "x".repeat(20_000);

const otherTypes: readonly unknown[] = [null, true, 7, `${SECRET} text`, [], [`${SECRET}`], { [SECRET]: SECRET }];
const oddTexts: readonly string[] = ["", LONG, "a\0b", "\ud800", "__proto__", "constructor", "' or 1=1 --"];
const oddNumbers: readonly number[] = [-1, 0, 1.5, 2 ** 31, 2 ** 53, 1e308];
const manyTexts = Array.from({ length: 2000 }, (_, i) => `u${i}`);
const wholes: readonly unknown[] = [null, true, 7, SECRET, [], [[]], {}, [null], [LONG]];

/** Everything that can be wrong with a body, member by member and as a whole. */
export function bodyMutations(call: CallParts): Mutation[] {
  const { endpoint, body } = call;
  if (endpoint.consumes === "multipart") return [];
  const schema = endpoint.body as Schema | undefined; // TypeBox schemas are JSON Schema
  const mutations: Mutation[] = [];
  // It goes out as JSON, in which there is no undefined and no infinity.
  const isValid = (value: unknown) => schema === undefined || fits(schema, JSON.parse(JSON.stringify(value)));
  const add = (what: string, value: unknown, field: string) =>
    mutations.push({ what, call: { ...call, body: value }, kind: isValid(value) ? "odd" : "invalid", field });
  // What nobody reads is not taken apart.
  for (const value of schema === undefined ? wholes.slice(0, 2) : wholes) add(`the body ${short(value)}`, value, "");
  for (const path of schema === undefined ? [] : pathsIn(body, schema)) {
    const field = path.map(String).join(".");
    const name = String(path.at(-1));
    add(`no ${field}`, without(body, path), name);
    const takes = (value: unknown) => isValid(withValue(body, path, value));
    // Of a type that is wrong one value is enough.
    const odd = [
      ...(takes("text") ? oddTexts : []),
      ...(takes(7) || takes(0) ? oddNumbers : []),
      ...(takes(["text"]) ? [manyTexts] : []),
    ];
    for (const value of [...otherTypes, ...odd]) add(`${field} ${short(value)}`, withValue(body, path, value), name);
  }
  for (const name of ["__proto__", "constructor"]) {
    const content = `{"${name}":{"${name}":1},${JSON.stringify(body ?? {}).slice(1)}`.replace(",}", "}");
    if (!Array.isArray(body))
      mutations.push({ what: `a member ${name}`, call, kind: "odd", field: "", raw: { content } });
  }
  for (const content of ["{", '{"a":}', "nul", "[1,]", "\0"]) {
    mutations.push({ what: `the text ${short(content)}`, call, kind: "broken", field: "", raw: { content } });
  }
  for (const content of ["[".repeat(5000) + "]".repeat(5000), `{"a":${"[".repeat(5000)}1${"]".repeat(5000)}}`]) {
    mutations.push({ what: "a deep body", call, kind: "odd", field: "", raw: { content } });
  }
  const text = JSON.stringify(body ?? {});
  mutations.push({
    what: "JSON called text",
    call,
    kind: "odd",
    field: "",
    raw: { content: text, type: "text/plain" },
  });
  mutations.push({ what: "JSON called a form", call, kind: "odd", field: "", raw: { content: text, type: FORM } });
  mutations.push({
    what: "a form",
    call,
    kind: "odd",
    field: "",
    raw: { content: "a=1&__proto__=2&%00=%ED%A0%80", type: FORM },
  });
  mutations.push({
    what: "half a multipart form",
    call,
    kind: "odd",
    field: "",
    raw: { content: "--x", type: `${MULTIPART}; boundary=x` },
  });
  return mutations.filter(
    ({
      call: {
        endpoint: { method },
      },
      raw,
    }) => method !== "GET" || raw === undefined,
  );
}

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/** The same of parameters in the query, where everything is text. */
export function queryMutations(call: CallParts): Mutation[] {
  const schema = (call.endpoint.query ?? {}) as Schema; // TypeBox schemas are JSON Schema
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, property]) => {
    const given = (value: string): CallParts => ({ ...call, query: { ...call.query, [name]: value } });
    const { [name]: _, ...others } = call.query;
    const isText = property.type === "string" || property.anyOf !== undefined;
    const isNumber = property.type === "integer" || property.type === "number";
    const { minimum, maximum } = property;
    const tooFar = [...(minimum === undefined ? [] : [minimum - 1]), ...(maximum === undefined ? [] : [maximum + 1])];
    return [
      {
        what: `no ?${name}`,
        call: { ...call, query: others },
        kind: required.includes(name) ? "invalid" : "odd",
        field: name,
      } satisfies Mutation,
      {
        what: `?${name} text`,
        call: given(SECRET),
        kind: isText ? "odd" : "invalid",
        field: name,
      } satisfies Mutation,
      ...tooFar.map(
        (number): Mutation => ({
          what: `?${name} ${number}`,
          call: given(String(number)),
          kind: "invalid",
          field: name,
        }),
      ),
      ...[...oddTexts, "-1", "1.5", "1e308", "99999999999999999999", "0x10", "%"]
        // A line of a request has an end.
        .map((text) => (text === LONG ? LONG.slice(0, 8000) : text))
        .map(
          (text): Mutation => ({
            what: `?${name} ${short(text)}`,
            call: given(text),
            kind: isNumber && text === LONG.slice(0, 8000) ? "invalid" : "odd",
            field: name,
          }),
        ),
    ];
  });
}

/** What stands in the path: ids of nothing, of another application's (`foreign`), and texts that are no ids. */
export function pathMutations(call: CallParts, foreign: CallParts["params"]): Mutation[] {
  return Object.keys(call.params).flatMap((name) => {
    const given = (value: string): CallParts => ({ ...call, params: { ...call.params, [name]: value } });
    const absent = [
      "4711",
      "nobody-of-this-name",
      ...(foreign[name] === call.params[name] ? [] : [foreign[name] ?? "0"]),
    ];
    const odd = oddTexts
      .filter((text) => text !== "" && text !== LONG)
      .concat(LONG.slice(0, 3000), "a,b,,", "..", "%2e", "1e3");
    return [
      ...absent.map(
        (text): Mutation => ({
          what: `:${name} ${short(text)}`,
          call: given(text),
          kind: "absent",
          field: name,
          isLenient: lenient(call.endpoint.name, name),
        }),
      ),
      ...odd.map(
        (text): Mutation => ({ what: `:${name} ${short(text)}`, call: given(text), kind: "odd", field: name }),
      ),
    ];
  });
}

type Path = ReadonlyArray<string | number>;

/** Where values stand in a body: those that the schema names, and those of the example. */
function pathsIn(value: unknown, schema: Schema | undefined, levels = 3): Path[] {
  if (levels === 0) return [];
  if (Array.isArray(value)) {
    return value
      .slice(0, 1)
      .flatMap((item) => [[0], ...pathsIn(item, schema?.items, levels - 1).map((path) => [0, ...path])]);
  }
  const branch = schema?.anyOf?.find(({ type }) => type === "object") ?? schema;
  const members = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const names = new Set([...Object.keys(branch?.properties ?? {}), ...Object.keys(members)]);
  return [...names].flatMap((name) => [
    [name],
    ...pathsIn(members[name], branch?.properties?.[name], levels - 1).map((path) => [name, ...path]),
  ]);
}

function withValue(value: unknown, [head, ...rest]: Path, replacement: unknown): unknown {
  if (head === undefined) return replacement;
  if (Array.isArray(value)) return value.map((item, i) => (i === head ? withValue(item, rest, replacement) : item));
  const members = (value ?? {}) as Record<string, unknown>; // of a path that leads through objects
  return { ...members, [head]: withValue(members[head], rest, replacement) };
}

function without(value: unknown, path: Path): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value ?? {}));
  // The path was found in this very value.
  const holder = path.slice(0, -1).reduce((at, step) => (at as Record<string | number, unknown>)[step] ?? {}, copy);
  const last = path.at(-1) ?? "";
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete (holder as Record<string, unknown>)[last];
  return copy;
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 20)}… (${text.length})` : text;
}
