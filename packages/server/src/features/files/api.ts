import type { FastifyReply, FastifyRequest } from "fastify";
import type { Transaction } from "../../kernel/database/database.ts";

/** What other parts of the server may ask of attachments; the REST side is the feature's own. */
export interface Files {
  /**
   * Gives up what has expired: files past their retention, uploads in parts that were never finished, and blobs that
   * nothing needs any more. Runs by itself every `sweepIntervalMs`.
   */
  sweep(): Promise<void>;
  /**
   * The bytes of a file, for features that work on attachments of their caller's application.
   *
   * @throws AppError FILE_NOT_FOUND, FILE_EXPIRED; FILE_TOO_LARGE, before anything is read, when it has more bytes.
   */
  read(
    app: string,
    uuid: string,
    limits: { maxBytes: number },
  ): Promise<{ name: string | undefined; contentType: string; bytes: Buffer }>;
  /**
   * Takes the file of a form (its field `file`); `within` runs in the transaction that makes it permanent, and a throw there
   * undoes it. `owner` null: the application itself.
   *
   * @throws AppError INVALID_ARGUMENT for a form without a file or with an empty one, FILE_TOO_LARGE.
   */
  receive(
    request: FastifyRequest,
    file: { app: string; owner: string | null },
    within: (tx: Transaction, file: StoredFile) => Promise<void>,
  ): Promise<StoredFile>;
  /**
   * Takes bytes from wherever they come, as a file of the application itself.
   *
   * @throws AppError INVALID_ARGUMENT when there are none, FILE_TOO_LARGE, and whatever `bytes` throws.
   */
  store(
    app: string,
    file: { name: string | undefined; declaredType: string | undefined; bytes: AsyncIterable<Uint8Array> },
  ): Promise<StoredFile & { readonly secret: string }>;
  /**
   * Answers a request with a file, or the range of it that is asked for. Whether the caller may have it is the asking
   * feature's to know.
   *
   * @throws AppError FILE_NOT_FOUND, FILE_EXPIRED, RANGE_NOT_SATISFIABLE.
   */
  serve(app: string, uuid: string, call: { request: FastifyRequest; reply: FastifyReply }): Promise<void>;
  /** Gives up files before their time, in the transaction that forgets them. Those that are gone are passed over. */
  release(tx: Transaction, app: string, uuids: readonly string[]): Promise<void>;
}

export interface StoredFile {
  readonly uuid: string;
  readonly name: string | null;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds; null: kept for ever. */
  readonly expiresAt: number | null;
}

export interface FileLimits {
  /** The size of the parts that clients are told to send; a file of more than 1.5 times this goes in parts (REST 6.1). */
  readonly partBytes: number;
  readonly maxParts: number;
  /** Uploads in parts that one user may have open at once. */
  readonly maxOpenUploads: number;
  /** An upload in parts that is not completed by then is given up. */
  readonly uploadTtlMs: number;
  /** How long a file that has expired is still answered as expired rather than unknown. */
  readonly expiredMemoryMs: number;
  readonly sweepIntervalMs: number;
  readonly thumbnails: ThumbnailLimits;
}

export interface ThumbnailLimits {
  /** A picture of no more bytes is its own thumbnail. */
  readonly minSourceBytes: number;
  /** A picture of more bytes is not read into memory; it is its own thumbnail. */
  readonly maxSourceBytes: number;
  /** Width times height of a picture that is still decoded: a few kilobytes can unfold to gigabytes. */
  readonly maxPixels: number;
  /** Seconds one picture may take. */
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  /** Behind those that are being made; one more request is answered with the picture itself. */
  readonly maxWaiting: number;
}

export const defaultFileLimits: FileLimits = {
  partBytes: 5 * 1024 * 1024,
  maxParts: 10_000,
  maxOpenUploads: 20,
  uploadTtlMs: 24 * 60 * 60 * 1000,
  expiredMemoryMs: 90 * 24 * 60 * 60 * 1000,
  sweepIntervalMs: 10 * 60 * 1000,
  thumbnails: {
    minSourceBytes: 10 * 1024,
    maxSourceBytes: 32 * 1024 * 1024,
    maxPixels: 50_000_000,
    timeoutSeconds: 10,
    concurrency: 2,
    maxWaiting: 64,
  },
};
