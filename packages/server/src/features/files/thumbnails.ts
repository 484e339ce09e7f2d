import { buffer } from "node:stream/consumers";
import type { Logger } from "pino";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ThumbnailLimits } from "./api.ts";
import type { StagedBlob } from "./blobs.ts";
import type { Contents } from "./contents.ts";
import { filesStore as store } from "./files.store.ts";
import { canHaveThumbnail, openImages, type Thumbnail } from "./images.ts";
import { Limiter } from "./limiter.ts";
import type { FileRow, RenditionRow } from "./tables.ts";

/** Bytes with a type: a file, or a picture made of one. */
export interface Content {
  readonly hash: string;
  readonly size: number;
  readonly contentType: string;
}

interface ThumbnailsDeps {
  readonly contents: Contents;
  readonly database: Database;
  readonly log: Logger;
  readonly limits: ThumbnailLimits;
}

/**
 * Thumbnails are made when they are first asked for, once per picture and box, and kept as blobs. Whatever cannot have
 * one, or not now, stands for itself: a client then shows the whole picture smaller.
 */
export class Thumbnails {
  private readonly making = new Map<string, Promise<Content>>();
  private readonly limiter: Limiter;
  private readonly deps: ThumbnailsDeps;

  constructor(deps: ThumbnailsDeps) {
    this.deps = deps;
    this.limiter = new Limiter(deps.limits);
  }

  async of(file: FileRow): Promise<Content> {
    if (!canHaveThumbnail(file, this.deps.limits)) return file;
    const known = await store.findRendition(this.deps.database, keyOf(file));
    if (known !== undefined) return contentOf(known) ?? file;

    const key = `${file.hash}/${file.thumbnailWidth}x${file.thumbnailHeight}`;
    const running = this.making.get(key);
    if (running !== undefined) return running;
    if (this.limiter.isFull) return file;
    const made = this.limiter
      .run(() => this.make(file))
      .catch((error: unknown) => this.explain(error, file))
      .finally(() => this.making.delete(key));
    this.making.set(key, made);
    return made;
  }

  private async make(file: FileRow): Promise<Content> {
    const thumbnail = await this.tryToMake(file);
    // A thumbnail that is no smaller is not worth keeping; that there is none is remembered all the same.
    if (thumbnail === undefined || thumbnail.bytes.byteLength >= file.size) {
      await this.remember(file, undefined);
      return file;
    }
    const staged = await this.deps.contents.stage(once(thumbnail.bytes), { maxBytes: file.size });
    const content = { hash: staged.hash, size: staged.size, contentType: thumbnail.contentType };
    await this.remember(file, { staged, content });
    return content;
  }

  /** Undefined when it is the picture's own fault, which will not change. */
  private async tryToMake(file: FileRow): Promise<Thumbnail | undefined> {
    const { contents, limits, log } = this.deps;
    const images = await openImages(limits);
    const source = await buffer(await contents.open(file.hash));
    try {
      return await images.makeThumbnail(source, { width: file.thumbnailWidth, height: file.thumbnailHeight });
    } catch (error) {
      log.warn({ err: error, app: file.app, uuid: file.uuid }, "no thumbnail can be made of a picture");
      return undefined;
    }
  }

  /** It is the machine's fault (a full disk, a decoder that does not load): tried again the next time. */
  private explain(error: unknown, file: FileRow): Content {
    if (error instanceof AppError) throw error;
    this.deps.log.error({ err: error, app: file.app, uuid: file.uuid }, "a thumbnail cannot be made or kept");
    return file;
  }

  private async remember(file: FileRow, made: { staged: StagedBlob; content: Content } | undefined): Promise<void> {
    const { contents, database } = this.deps;
    const { contentType, size, hash } = made?.content ?? { ...file, hash: null };
    const rendition: RenditionRow = { ...keyOf(file), hash, size, contentType };
    const write = async (tx: Transaction): Promise<void> => {
      // The picture may have expired meanwhile: a thumbnail of what is gone would never be removed.
      if (!(await contents.isReferenced(tx, file.hash))) throw new AppError("FILE_EXPIRED");
      await store.insertRendition(tx, rendition);
    };
    await (made === undefined ? database.inTransaction(write) : contents.keep(made.staged, write));
  }
}

function keyOf(file: FileRow): { sourceHash: string; width: number; height: number } {
  return { sourceHash: file.hash, width: file.thumbnailWidth, height: file.thumbnailHeight };
}

function contentOf({ hash, size, contentType }: RenditionRow): Content | undefined {
  return hash === null ? undefined : { hash, size, contentType };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
