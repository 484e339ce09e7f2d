import type { Readable } from "node:stream";

/** First and last byte, both included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Immutable bytes, kept under the SHA-256 of their content (lower-case hex), so that equal content is kept once. Knows
 * nothing of who needs them: `Contents` decides what may go.
 */
export interface BlobStore {
  /**
   * Reads `source` to its end and keeps the bytes aside. They are no blob before `publish`; what a crash leaves is
   * removed at the next start. Rejects, leaving nothing, with whatever the source throws.
   *
   * @throws AppError FILE_TOO_LARGE as soon as more than `maxBytes` have come.
   */
  stage(source: AsyncIterable<Uint8Array>, limits: { maxBytes: number }): Promise<StagedBlob>;
  /** Rejects when there is no such blob; otherwise the bytes can be read to their end even if it is deleted meanwhile. */
  open(hash: string, range: ByteRange | undefined): Promise<Readable>;
  /** Deleting what is not there is not an error. */
  delete(hash: string): Promise<void>;
}

export interface StagedBlob {
  readonly hash: string;
  readonly size: number;
  /** The first bytes, at most `HEAD_BYTES`, to tell what kind of file it is. */
  readonly head: Uint8Array;
  /** Makes the blob durable and visible under its hash; equal content that is already there is no error. */
  publish(): Promise<void>;
  /** Gives the bytes up; does nothing after `publish`. */
  discard(): Promise<void>;
}

export const HEAD_BYTES = 64;
