/** Reads multipart forms as a stream: what lies in a file part is handed on as it comes. */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../kernel/errors.ts";
import type { StagedBlob } from "./blobs.ts";

/** RFC 2046 allows 70 characters; the line has two hyphens more, and room for a client that does not count. */
const MAX_BOUNDARY_LINE = 200;
/** What a client may still send after a refusal before the connection is cut. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** The bytes of a file while its form is read: on disk, or in memory. */
interface Staged {
  discard(): Promise<void>;
}

interface FormFile<Kept extends Staged> {
  readonly staged: Kept;
  readonly name: string | undefined;
  readonly declaredType: string | undefined;
}

export interface Form<Kept extends Staged = StagedBlob> {
  readonly file: FormFile<Kept>;
  readonly fields: ReadonlyMap<string, string>;
}

export interface FormRules<Kept extends Staged = StagedBlob> {
  /** The form field of the file; other files are passed over. */
  readonly fileField: string;
  readonly maxBytes: number;
  /** Takes the bytes. @throws AppError FILE_TOO_LARGE when there are more than `maxBytes`. */
  stage(source: AsyncIterable<Uint8Array>, limits: { maxBytes: number }): Promise<Kept>;
}

/**
 * The file of a form, staged, and its text fields. Whoever calls this publishes or discards the file; when it rejects,
 * nothing is left.
 *
 * @throws AppError INVALID_ARGUMENT when the form cannot be read to its end or has no file, FILE_TOO_LARGE.
 */
export async function readForm<Kept extends Staged>(
  request: FastifyRequest,
  rules: FormRules<Kept>,
): Promise<Form<Kept>> {
  let file: FormFile<Kept> | undefined;
  const fields = new Map<string, string>();
  try {
    await findBoundary(request.raw);
    for await (const part of parts(request, rules)) {
      if (part.type === "field") {
        if (typeof part.value === "string") fields.set(part.fieldname, part.value);
      } else if (part.fieldname === rules.fileField && file === undefined) {
        file = await takeFile(part, rules);
      } else {
        part.file.resume();
      }
    }
    if (file === undefined) throw new AppError("INVALID_ARGUMENT", "file must be provided.");
    return { file, fields };
  } catch (error) {
    await file?.staged.discard();
    discardRest(request.raw);
    throw error;
  }
}

async function takeFile<Kept extends Staged>(part: MultipartFile, rules: FormRules<Kept>): Promise<FormFile<Kept>> {
  const staged = await rules.stage(readable(part.file), rules);
  return {
    staged,
    // Absent at run time when the client sent none: mini programs may.
    name: (part.filename as string | undefined) ?? undefined,
    declaredType: part.mimetype,
  };
}

async function* parts(
  request: FastifyRequest,
  { fileField, maxBytes }: Pick<FormRules, "fileField" | "maxBytes">,
): AsyncGenerator<Parts> {
  const options = {
    // The stager counts; one byte more than it accepts is enough for it to see.
    limits: { fileSize: maxBytes + 1, files: 8, fields: 32, fieldSize: 1024, parts: 40, headerPairs: 64 },
    throwFileSizeLimit: false,
    // A file without a name or type is still the file.
    isPartAFile: (field?: string, type?: string, name?: string) =>
      field === fileField || name !== undefined || type === "application/octet-stream",
  };
  yield* readable(request.parts(options));
}

type Parts = Awaited<ReturnType<ReturnType<FastifyRequest["parts"]>["next"]>>["value"];

/** Whatever goes wrong while reading is the sender's: a broken form, or a connection that ended. */
async function* readable<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause?: unknown): AppError {
  return new AppError("INVALID_ARGUMENT", "the form cannot be read to its end", { cause });
}

/**
 * Mini programs write `Content-Type: multipart/form-data` by hand, as the public guide tells them to, and not every
 * platform adds the boundary. It stands in the body all the same, which begins with two hyphens and the boundary: look
 * at the first line, put it back, and complete the header.
 */
async function findBoundary(raw: IncomingMessage): Promise<void> {
  const type = raw.headers["content-type"] ?? "";
  if (/;\s*boundary=/i.test(type)) return;
  const line = await firstLine(raw);
  const boundary = /^--([\x21-\x7e]+)$/.exec(line ?? "")?.[1];
  if (boundary === undefined) throw unreadable();
  raw.headers["content-type"] = `multipart/form-data; boundary="${boundary.replace(/["\\]/g, "\\$&")}"`;
}

async function firstLine(raw: IncomingMessage): Promise<string | undefined> {
  let seen = Buffer.alloc(0);
  for (;;) {
    const end = seen.indexOf("\r\n");
    if (end >= 0 || seen.byteLength > MAX_BOUNDARY_LINE) {
      raw.unshift(seen);
      return end < 0 ? undefined : seen.toString("latin1", 0, end);
    }
    const chunk: unknown = raw.read();
    if (Buffer.isBuffer(chunk)) seen = Buffer.concat([seen, chunk]);
    else if (raw.readableEnded || raw.destroyed) return undefined;
    else await nextRead(raw);
  }
}

/** Settles when there is something to read, or nothing any more. */
async function nextRead(raw: IncomingMessage): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  try {
    await Promise.race([
      once(raw, "readable", { signal }),
      once(raw, "end", { signal }),
      once(raw, "close", { signal }),
    ]);
  } catch (cause) {
    throw unreadable(cause);
  } finally {
    done.abort();
  }
}

/**
 * A client reads the answer only after it has sent everything: cut off at once, it would see a broken connection and
 * not the reason. So the rest is taken and thrown away, within reason.
 */
function discardRest(raw: IncomingMessage): void {
  let discarded = 0;
  raw.unpipe();
  raw.on("data", (chunk: Buffer) => {
    discarded += chunk.byteLength;
    if (discarded > MAX_DISCARDED_BYTES) raw.destroy();
  });
  raw.on("error", () => {
    // The connection ended: there is nobody left to tell.
  });
  raw.resume();
}
