import { Readable } from "node:stream";
import { AppError } from "../../kernel/errors.ts";
import type { Call } from "../../kernel/rest.ts";
import type { FilesService, Proof, View } from "./files.service.ts";
import { dispositionOf, presentationOf } from "./media-type.ts";
import { parseRange } from "./range.ts";
import type { FileRow } from "./tables.ts";
import type { Content } from "./thumbnails.ts";

interface DownloadQuery {
  "share-secret"?: string;
  thumbnail?: string;
  vframe?: string;
}

type DownloadCall = Call<{ uuid: string }, DownloadQuery, unknown>;

/**
 * Answers a file (FILE-2): 200 with all of it, or, to who asks for it, one range (206) or the word that nothing has
 * changed (304). `em-redirect` asks for nothing: the bytes are here.
 */
export async function download(service: FilesService, call: DownloadCall): Promise<void> {
  const file = await service.get(call.appKey, call.params.uuid, proofOf(call));
  const content = await service.view(file, viewOf(call));
  await sendContent(service, call, { file, content });
}

/** @throws AppError RANGE_NOT_SATISFIABLE. */
export async function sendContent(
  service: FilesService,
  { request, reply }: Pick<DownloadCall, "request" | "reply">,
  { file, content }: { file: FileRow; content: Content },
): Promise<void> {
  const headers = headersOf(file, content);
  if (matches(request.headers["if-none-match"], headers.etag)) {
    await reply.code(304).headers(headers).send();
    return;
  }
  const ifRange = request.headers["if-range"];
  const mayBePart = request.method === "GET" && (ifRange === undefined || ifRange === headers.etag);
  const range = mayBePart ? parseRange(request.headers.range, content.size) : undefined;
  if (range === "unsatisfiable") {
    reply.header("content-range", `bytes */${content.size}`);
    throw new AppError("RANGE_NOT_SATISFIABLE");
  }

  // Opened before the first header is set: should it fail, the answer is another one.
  const bytes = await service.open(content, range);
  if (range !== undefined) {
    reply.code(206).header("content-range", `bytes ${range.first}-${range.last}/${content.size}`);
  }
  const length = range === undefined ? content.size : range.last - range.first + 1;
  await reply.headers({ ...headers, "content-length": length }).send(bodyFor(request.method, bytes));
}

/** An answer to HEAD has the headers of the same GET and no body; nothing is read for it. */
function bodyFor(method: string, bytes: Readable): Readable {
  if (method !== "HEAD") return bytes;
  bytes.destroy();
  return Readable.from([]);
}

/** The secret may come in the query, where an element of a page puts it, or in a header, where the official client does. */
function proofOf({ caller, query, request }: DownloadCall): Proof {
  const secrets = [query["share-secret"], request.headers["share-secret"]].flat();
  return { isKnown: caller.kind !== "nobody", secrets: secrets.filter((secret) => secret !== undefined) };
}

/** The server API asks for a thumbnail with a header (FIL-03), clients with the query. */
function viewOf({ query, request }: DownloadCall): View {
  if (query.vframe === "true") return "frame";
  return query.thumbnail === "true" || request.headers.thumbnail === "true" ? "thumbnail" : "original";
}

function headersOf(file: FileRow, content: Content): Record<string, string> & { etag: string } {
  const { contentType, isInline } = presentationOf(content.contentType);
  // The name is the file's; a picture made of it is something else.
  const name = content.hash === file.hash ? (file.name ?? undefined) : undefined;
  return {
    etag: `"${content.hash}"`,
    "content-type": contentType,
    "content-disposition": dispositionOf(name, { isInline }),
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "accept-ranges": "bytes",
    // What a uuid stands for never changes. Private: a shared cache must not answer who has shown no secret.
    "cache-control": "private, max-age=86400",
  };
}

function matches(header: string | undefined, etag: string): boolean {
  const known = header?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return known.includes(etag) || known.includes("*");
}
