import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import { sources } from "./assets.ts";
import { documentOf } from "./document.ts";
import { Shelf } from "./shelf.ts";

/** The page loads from here and nowhere else, and calls this server only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Its icons are in its style sheet.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The documentation of the REST interface: `/docs` to read, `/docs/openapi.json` for programs. */
export function mountDocs(server: FastifyInstance, endpoints: readonly Endpoint[]): void {
  const shelf = new Shelf({
    ...sources,
    "openapi.json": {
      type: "application/json; charset=utf-8",
      load: async () => Buffer.from(JSON.stringify(documentOf(endpoints))),
    },
  });
  const send = (name: string, request: FastifyRequest, reply: FastifyReply) =>
    sendFrom(shelf, name, { request, reply });

  server.get("/docs", (request, reply) => send("page.html", request, reply));
  server.get<{ Params: { file: string } }>("/docs/:file", (request, reply) =>
    send(request.params.file, request, reply),
  );
}

async function sendFrom(
  shelf: Shelf,
  name: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const asset = await shelf.find(name);
  if (asset === undefined) throw new AppError("NOT_FOUND");
  reply.headers({
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    // Asked for again each time, and answered with 304 while the version of the server is the same.
    "cache-control": "no-cache",
    etag: asset.tag,
    vary: "accept-encoding",
  });
  if (request.headers["if-none-match"] === asset.tag) return reply.code(304).send();
  reply.type(asset.type);
  const isCompressed = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  if (isCompressed) reply.header("content-encoding", "gzip");
  return reply.send(isCompressed ? asset.compressed : asset.bytes);
}
