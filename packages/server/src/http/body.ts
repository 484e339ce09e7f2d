import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../kernel/errors.ts";
import { parseForm as readForm } from "../kernel/form.ts";

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/**
 * Reads bodies as compatible clients send them: JSON whatever the content type says or does not say (DingTalk says "form",
 * one build of the SDK says `application/json, application/json`), and nothing at all as `{}`.
 */
export function acceptLenientBodies(server: FastifyInstance): void {
  server.addHook("onRequest", async (request) => normaliseContentType(request));
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    async (_request: FastifyRequest, text: string) => parseJson(text),
  );
  server.register(formbody, { parser: parseForm });
  // Its handler reads the parts and bounds their sizes: only it knows the application's limit.
  server.register(multipart, { limits: { files: 8, fields: 32, parts: 40, headerPairs: 64 } });
}

function normaliseContentType(request: FastifyRequest): void {
  const { headers } = request.raw;
  const type = headers["content-type"]?.trimStart().toLowerCase() ?? "";
  if (!type.startsWith(FORM) && !type.startsWith(MULTIPART)) headers["content-type"] = "application/json";
}

/** @throws AppError INVALID_JSON. */
function parseJson(text: string): unknown {
  // Trimming removes a byte order mark, too.
  const trimmed = text.trim();
  if (trimmed === "") return {};
  try {
    return JSON.parse(trimmed, mayNamePrototype(trimmed) ? withoutPrototype : undefined);
  } catch (cause) {
    throw new AppError("INVALID_JSON", undefined, { cause });
  }
}

function parseForm(text: string): Record<string, unknown> {
  // An array, too, goes on to the validation by schema, which knows what the endpoint takes.
  if (/^\s*[{[]/.test(text)) return parseJson(text) as Record<string, unknown>;
  return readForm(text);
}

/** The name itself, or escapes that could spell it. */
function mayNamePrototype(text: string): boolean {
  return text.includes("__proto__") || text.includes("\\u");
}

/** A member called `__proto__` is dropped: copied carelessly, it would change what the copy is. */
function withoutPrototype(key: string, value: unknown): unknown {
  return key === "__proto__" ? undefined : value;
}
