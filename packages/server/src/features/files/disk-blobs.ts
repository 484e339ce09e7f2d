import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { type BlobStore, HEAD_BYTES, type StagedBlob } from "./blobs.ts";

/**
 * Blobs in a directory: `blobs/ab/cd/abcd…`, written under `staging/` on the same filesystem and renamed when they are
 * complete and synced, so that a blob is either whole or absent. One process at a time may have the directory open:
 * whatever lies in `staging/` now was left by a crash and is removed.
 */
export async function openDiskBlobs(dir: string): Promise<BlobStore> {
  const staging = join(dir, "staging");
  const blobs = join(dir, "blobs");
  await mkdir(staging, { recursive: true });
  await mkdir(blobs, { recursive: true });
  await Promise.all((await readdir(staging)).map((name) => rm(join(staging, name), { force: true })));

  const shardOf = (hash: string): string => join(blobs, hash.slice(0, 2), hash.slice(2, 4));
  const pathOf = (hash: string): string => join(shardOf(hash), hash);

  async function publish(temporary: string, hash: string): Promise<void> {
    const shard = shardOf(hash);
    const created = await mkdir(shard, { recursive: true });
    await rename(temporary, pathOf(hash));
    // The new name, and the directories on the way to it, must survive a power cut as the bytes do.
    await syncDirectory(shard);
    if (created !== undefined) {
      await syncDirectory(join(shard, ".."));
      await syncDirectory(blobs);
    }
  }

  return {
    async stage(source, { maxBytes }) {
      const temporary = join(staging, randomUUID());
      const remove = (): Promise<void> => rm(temporary, { force: true });
      try {
        const written = await write(temporary, source, maxBytes);
        return staged(written, { publish: () => publish(temporary, written.hash), remove });
      } catch (error) {
        await remove();
        throw error;
      }
    },

    async open(hash, range) {
      const handle = await open(pathOf(hash), "r");
      return handle.createReadStream(range === undefined ? {} : { start: range.first, end: range.last });
    },

    delete: (hash) => rm(pathOf(hash), { force: true }),
  };
}

type Written = Pick<StagedBlob, "hash" | "size" | "head">;

async function write(path: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Written> {
  const hash = createHash("sha256");
  const head: Uint8Array[] = [];
  let size = 0;
  const file = await open(path, "wx");
  try {
    for await (const chunk of source) {
      if (size < HEAD_BYTES) head.push(chunk.slice(0, HEAD_BYTES - size));
      size += chunk.byteLength;
      if (size > maxBytes) throw new AppError("FILE_TOO_LARGE");
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { hash: hash.digest("hex"), size, head: Buffer.concat(head) };
}

/** One `write` may take less than it was given. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let rest = chunk;
  while (rest.byteLength > 0) {
    const { bytesWritten } = await file.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}

function staged(written: Written, temporary: { publish(): Promise<void>; remove(): Promise<void> }): StagedBlob {
  let isPublished = false;
  return {
    ...written,
    async publish() {
      await temporary.publish();
      isPublished = true;
    },
    async discard() {
      if (!isPublished) await temporary.remove();
    },
  };
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
