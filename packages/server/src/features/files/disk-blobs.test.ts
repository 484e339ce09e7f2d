import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDiskBlobs } from "./disk-blobs.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-blobs-"));
});
afterEach(() => rm(dir, { recursive: true }));

async function* of(...chunks: string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
const staging = (): Promise<string[]> => readdir(join(dir, "staging"));

describe("blobs on disk", () => {
  it("are found under the hash of their content, whole or in part, once published", async () => {
    const blobs = await openDiskBlobs(dir);
    const staged = await blobs.stage(of("hel", "lo"), { maxBytes: 5 });
    expect(staged.hash).toBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    expect(Buffer.from(staged.head).toString()).toBe("hello");
    await expect(blobs.open(staged.hash, undefined)).rejects.toThrow("ENOENT");
    await staged.publish();
    await staged.discard();
    expect(await text(await blobs.open(staged.hash, undefined))).toBe("hello");
    expect(await text(await blobs.open(staged.hash, { first: 1, last: 3 }))).toBe("ell");
    expect(await staging()).toEqual([]);
  });

  it("leave nothing when their source fails, is too large, or is discarded", async () => {
    const blobs = await openDiskBlobs(dir);
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield* of("x");
      throw new Error("the line is dead");
    };
    await expect(blobs.stage(failing(), { maxBytes: 5 })).rejects.toThrow("the line is dead");
    await expect(blobs.stage(of("123456"), { maxBytes: 5 })).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
    await (await blobs.stage(of("x"), { maxBytes: 5 })).discard();
    expect(await staging()).toEqual([]);
  });

  it("are read to their end although they are deleted meanwhile", async () => {
    const blobs = await openDiskBlobs(dir);
    const staged = await blobs.stage(of("hello"), { maxBytes: 5 });
    await staged.publish();
    const stream = await blobs.open(staged.hash, undefined);
    await blobs.delete(staged.hash);
    await blobs.delete(staged.hash);
    expect(await text(stream)).toBe("hello");
  });

  it("that a crash left half written are removed at the next start", async () => {
    await openDiskBlobs(dir);
    await writeFile(join(dir, "staging", "half"), "hel");
    await openDiskBlobs(dir);
    expect(await staging()).toEqual([]);
  });
});
