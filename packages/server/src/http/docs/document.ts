import { type ErrorCode, errorCodes } from "@rondo/protocol";
import packageJson from "../../../package.json" with { type: "json" };
import { AppError } from "../../kernel/errors.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import { failureBody } from "../failures.ts";
import { routeOf } from "../mount.ts";
import { areaOf, tagsOf } from "./areas.ts";
import { operationOf, pathOf } from "./operation.ts";
import { refusalsOf } from "./refusals.ts";
import { type Json, Schemas } from "./schemas.ts";

const DESCRIPTION = `
The REST interface of a Rondo server, for clients and for the servers of applications. It is compatible with the one that
Easemob's SDKs and server SDKs call.

**Addresses.** An application is \`org#app\`, and its paths begin with \`/org/app\`.

**Tokens.** \`POST /token\` gives them. A user's token lets the user act; the application's own, obtained with its client id and
secret, lets it act for all. It belongs on a server and never into a client.

**Answers.** Success is 200 with a JSON object. A refusal has another status and says why in \`error\` and \`error_description\`;
429 and 503 name in \`Retry-After\` when to try again.

**User ids** are case-insensitive, and answered in lower case.
`.trim();

/** The OpenAPI document of a server. Made when somebody asks for it: it is large, and most servers are never asked. */
export function documentOf(endpoints: readonly Endpoint[]): Json {
  const schemas = new Schemas();
  const paths: Record<string, Json> = {};
  /** Paths that differ in the names of their parameters only are one path, and one of them names it. */
  const templates = new Map<string, string>();
  const used = new Set<string>();
  const codes = new Set<ErrorCode>();
  for (const endpoint of endpoints) {
    const area = areaOf(endpoint.path) ?? "Other";
    used.add(area);
    for (const code of refusalsOf(endpoint)) codes.add(code);
    const path = pathOf(routeOf(endpoint));
    const shape = path.replaceAll(/\{\w+\}/g, "{}");
    const template = templates.get(shape) ?? path;
    templates.set(shape, template);
    const operation = operationOf(endpoint, { schemas, area, template });
    paths[template] = { ...paths[template], [endpoint.method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Rondo",
      version: packageJson.version,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "This server" }],
    tags: tagsOf(used),
    paths: Object.fromEntries(Object.entries(paths).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    components: {
      schemas: { ...shapes, ...schemas.named },
      parameters,
      securitySchemes,
      examples: Object.fromEntries([...codes].toSorted().map((code) => [code, exampleOf(code)])),
    },
  };
}

function exampleOf(code: ErrorCode): Json {
  const value = failureBody(new AppError(code), { now: 1_800_000_000_000, durationMs: 2 });
  return { summary: errorCodes[code].description, value };
}

const text = { type: "string" };
const milliseconds = { type: "integer", description: "Epoch milliseconds." };

const shapes: Record<string, Json> = {
  Envelope: {
    type: "object",
    description: "What is around an answer.",
    properties: {
      action: { ...text, description: "The method in lower case, where the endpoint says nothing else." },
      application: { ...text, description: "The application's UUID." },
      applicationName: text,
      organization: text,
      path: text,
      uri: { ...text, description: "The address that was called, without the query." },
      params: {
        type: "object",
        additionalProperties: { type: "array", items: text },
        description: "The query, if there was one.",
      },
      timestamp: milliseconds,
      duration: { type: "integer", description: "Milliseconds." },
      count: { type: "integer", description: "Of a list: how many it has." },
    },
    required: ["action", "application", "applicationName", "organization", "path", "uri", "timestamp", "duration"],
  },
  Refusal: {
    type: "object",
    properties: {
      error: { ...text, description: "The kind of refusal." },
      error_description: { ...text, description: "A sentence; it may name what was wrong." },
      error_code: { type: "integer", description: "Where clients tell refusals apart by number." },
      exception: text,
      timestamp: milliseconds,
      duration: { type: "integer", description: "Milliseconds." },
    },
    required: ["error", "error_description", "exception", "timestamp", "duration"],
  },
};

const name = { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$" };
const parameters: Record<string, Json> = {
  org: {
    name: "org",
    in: "path",
    required: true,
    description: "The organisation: what stands before `#` in the appKey.",
    schema: name,
  },
  app: {
    name: "app",
    in: "path",
    required: true,
    description: "The application: what stands behind `#` in the appKey.",
    schema: name,
  },
};

const securitySchemes: Record<string, Json> = {
  appToken: { type: "http", scheme: "bearer", description: "The application's own token." },
  userToken: { type: "http", scheme: "bearer", description: "A user's token." },
};
