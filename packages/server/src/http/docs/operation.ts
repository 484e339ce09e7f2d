import { type ErrorCode, errorCodes } from "@rondo/protocol";
import type { TSchema } from "typebox";
import type { Endpoint } from "../../kernel/rest.ts";
import { refusalsOf } from "./refusals.ts";
import type { Json, Schemas } from "./schemas.ts";

const bodyTypes = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
} as const;

const securities: Readonly<Record<Endpoint["access"], Json[]>> = {
  anyone: [],
  user: [{ userToken: [] }, { appToken: [] }],
  self: [{ userToken: [] }, { appToken: [] }],
  app: [{ appToken: [] }],
};

const whoMayCall: Readonly<Record<Endpoint["access"], string>> = {
  anyone: "Anybody may call.",
  user: "Users of the application may call, and the application itself.",
  self: "The user that the path names may call, and the application itself.",
  app: "The application itself may call.",
};

/**
 * One endpoint as OpenAPI describes it. `template` is the path it stands at, which may call a parameter by another name than
 * the endpoint: of paths that differ in nothing else, a document has one.
 */
export function operationOf(
  endpoint: Endpoint,
  { schemas, area, template }: { schemas: Schemas; area: string; template: string },
): Json {
  const { name, summary, description, access } = endpoint;
  const body = bodyOf(endpoint, schemas);
  return {
    operationId: name,
    tags: [area],
    summary,
    description: [description, whoMayCall[access]].filter((text) => text !== undefined).join("\n\n"),
    security: securities[access],
    parameters: [...pathParameters(endpoint, schemas, template), ...parametersOf("query", endpoint.query, schemas)],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { 200: successOf(endpoint, schemas), ...refusals(endpoint) },
  };
}

/** The route as OpenAPI writes it. */
export function pathOf(route: string): string {
  return route.replaceAll(/:(\w+)/g, "{$1}");
}

function pathParameters(endpoint: Endpoint, schemas: Schemas, template: string): Json[] {
  const described = new Map(parametersOf("path", endpoint.params, schemas).map((each) => [each.name, each]));
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  // Organisation and application stand before them.
  const shown = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).slice(-names.length);
  const own = names.map((name, at) => ({
    ...(described.get(name) ?? { in: "path", required: true, schema: { type: "string" } }),
    name: shown[at],
  }));
  const shared = ["org", "app"].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return endpoint.rooted === true ? own : [...shared, ...own];
}

/** The members of a schema of an object, as parameters. */
function parametersOf(place: "path" | "query", schema: TSchema | undefined, schemas: Schemas): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.use(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...member }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: member,
  }));
}

function bodyOf({ body, parts, consumes = "json" }: Endpoint, schemas: Schemas): Json | undefined {
  if (consumes === "multipart") {
    const schema = parts === undefined ? { type: "object" } : schemas.use(parts);
    return { required: true, content: { [bodyTypes.multipart]: { schema } } };
  }
  if (body === undefined) return undefined;
  return { required: true, content: { [bodyTypes[consumes]]: { schema: schemas.use(body) } } };
}

function successOf({ answers = "envelope", reply, rooted }: Endpoint, schemas: Schemas): Json {
  if (answers === "stream") {
    return { description: "The bytes.", content: { "application/octet-stream": {} } };
  }
  const own = reply === undefined ? { type: "object" } : schemas.use(reply);
  const isPlain = answers === "plain" || rooted === true;
  const schema = isPlain ? own : { allOf: [{ $ref: "#/components/schemas/Envelope" }, own] };
  return { description: "Done.", content: { "application/json": { schema } } };
}

/** By status; each with the bodies that are known to have it. */
function refusals(endpoint: Endpoint): Record<string, Json> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of refusalsOf(endpoint)) {
    const { status } = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const statuses = [...byStatus].toSorted(([one], [other]) => one - other);
  return Object.fromEntries(statuses.map(([status, codes]) => [status, refusalOf(codes, endpoint)]));
}

function refusalOf(codes: readonly ErrorCode[], { failure }: Endpoint): Json {
  const description = codes
    .map((code) => `- \`${errorCodes[code].error}\`: ${errorCodes[code].description}`)
    .join("\n");
  // Its own form is not known here.
  if (failure !== undefined) return { description, content: { "application/json": { schema: { type: "object" } } } };
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  const schema = { $ref: "#/components/schemas/Refusal" };
  return { description, content: { "application/json": { schema, examples: Object.fromEntries(examples) } } };
}
