import type { Readable } from "node:stream";
import type { Logger } from "pino";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { KeyedLock } from "../../kernel/keyed-lock.ts";
import type { BlobStore, ByteRange, StagedBlob } from "./blobs.ts";
import { contentsStore as store } from "./contents.store.ts";

const PAGE = 200;

/**
 * Keeps the blobs and the rows that refer to them in step. The list of loose blobs is the journal: a hash stands on it
 * before its bytes do and until a row refers to them, and again from the moment a row lets go. So a crash at any point
 * leaves either what is referred to or what `collect` finds. A lock per hash keeps an upload of some content and the
 * removal of the same content apart.
 */
export class Contents {
  private readonly locks = new KeyedLock();
  private readonly deps: { readonly blobs: BlobStore; readonly database: Database; readonly log: Logger };

  constructor(deps: { blobs: BlobStore; database: Database; log: Logger }) {
    this.deps = deps;
  }

  stage(source: AsyncIterable<Uint8Array>, limits: { maxBytes: number }): Promise<StagedBlob> {
    return this.deps.blobs.stage(source, limits);
  }

  open(hash: string, range?: ByteRange): Promise<Readable> {
    return this.deps.blobs.open(hash, range);
  }

  /**
   * Makes staged bytes permanent together with what `refer` writes. When it writes no reference, or throws, the bytes
   * go again.
   */
  async keep<T>(staged: StagedBlob, refer: (tx: Transaction) => Promise<T>): Promise<T> {
    const { hash } = staged;
    try {
      return await this.locks.run(hash, async () => {
        await store.addLoose(this.deps.database, [hash]);
        await staged.publish();
        return this.deps.database.inTransaction(async (tx) => {
          const result = await refer(tx);
          if (await store.isReferenced(tx, hash)) await store.removeLoose(tx, hash);
          return result;
        });
      });
    } catch (error) {
      await this.settle(hash);
      throw error;
    } finally {
      await staged.discard();
    }
  }

  /** To be called in the transaction that removes references; `collect` later removes what nobody else needs. */
  async letGo(tx: Transaction, hashes: readonly string[]): Promise<void> {
    await store.addLoose(tx, hashes);
  }

  isReferenced(tx: Transaction, hash: string): Promise<boolean> {
    return store.isReferenced(tx, hash);
  }

  /** Looks at every loose blob and removes those that nothing refers to. */
  async collect(): Promise<void> {
    let after = "";
    for (;;) {
      const hashes = await store.listLoose(this.deps.database, { after, limit: PAGE });
      for (const hash of hashes) await this.settle(hash);
      const last = hashes.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  /** What cannot be removed now stays on the list, for the next time. */
  private async settle(hash: string): Promise<void> {
    try {
      await this.locks.run(hash, () => this.removeUnlessReferenced(hash));
    } catch (error) {
      this.deps.log.error({ err: error, hash }, "a blob that nothing refers to cannot be removed");
    }
  }

  private async removeUnlessReferenced(hash: string): Promise<void> {
    const { database, blobs } = this.deps;
    if (!(await store.isReferenced(database, hash))) {
      await database.inTransaction(async (tx) => store.addLoose(tx, await store.removeRenditions(tx, hash)));
      await blobs.delete(hash);
    }
    await store.removeLoose(database, hash);
  }
}
