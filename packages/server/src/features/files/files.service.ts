import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { Readable } from "node:stream";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import type { FileLimits } from "./api.ts";
import type { ByteRange, StagedBlob } from "./blobs.ts";
import type { Contents } from "./contents.ts";
import { filesStore as store } from "./files.store.ts";
import type { Box } from "./images.ts";
import { cleanFileName, resolveMediaType } from "./media-type.ts";
import type { FileRow } from "./tables.ts";
import type { Content, Thumbnails } from "./thumbnails.ts";

const PAGE = 200;
/** The published box of thumbnails, in pixels, and the largest that an uploader may ask for. */
const DEFAULT_SIDE = 170;
const MAX_SIDE = 1920;

export interface FilesServiceDeps {
  readonly database: Database;
  readonly apps: Pick<Apps, "get">;
  readonly clock: Clock;
  readonly contents: Contents;
  readonly thumbnails: Thumbnails;
  readonly limits: FileLimits;
}

export interface NewFile {
  /** undefined: a new one. */
  readonly uuid: string | undefined;
  readonly staged: StagedBlob;
  /** null: the application itself. */
  readonly owner: string | null;
  readonly name: string | undefined;
  readonly declaredType: string | undefined;
  /** Sides that are not given take the default. */
  readonly thumbnail: Partial<Box>;
}

export interface Proof {
  /** The caller has a valid token of the application. */
  readonly isKnown: boolean;
  /** Share secrets that came with the request; one right one is enough. */
  readonly secrets: readonly string[];
}

export type View = "original" | "thumbnail" | "frame";

/** The rules of attachments (REST 6): who may upload, who may read, how long they live. */
export class FilesService {
  private readonly deps: FilesServiceDeps;

  constructor(deps: FilesServiceDeps) {
    this.deps = deps;
  }

  async maxFileBytes(app: string): Promise<number> {
    const { settings } = await this.deps.apps.get(app);
    return settings.maxFileBytes;
  }

  /**
   * Makes staged bytes a file; `within` runs in the same transaction. The staged bytes are used up, whatever comes.
   *
   * @throws AppError INVALID_ARGUMENT for an empty file: no client sends one on purpose, and the official one refuses to.
   */
  async add(app: string, draft: NewFile, within?: (tx: Transaction, file: FileRow) => Promise<void>): Promise<FileRow> {
    try {
      if (draft.staged.size === 0) throw new AppError("INVALID_ARGUMENT", "the file is empty");
      const file = await this.describe(app, draft);
      await this.deps.contents.keep(draft.staged, async (tx) => {
        await within?.(tx, file);
        await store.insert(tx, file);
      });
      return file;
    } finally {
      await draft.staged.discard();
    }
  }

  /**
   * The file, for somebody who may read it: whoever shows its share secret, or a token of the application. The second
   * because messages in REST lists come without the secret (REST 6.2); which users took part in the conversation is not
   * asked: a file's uuid cannot be guessed, only learnt from a message. A wrong secret does not harm a right token, nor
   * a bad token a right secret.
   *
   * @throws AppError FILE_NOT_FOUND, FILE_FORBIDDEN, FILE_EXPIRED.
   */
  async get(app: string, uuid: string, proof: Proof): Promise<FileRow> {
    const file = await store.find(this.deps.database, app, uuid);
    if (file === undefined) throw new AppError("FILE_NOT_FOUND");
    const mayRead = proof.isKnown || proof.secrets.some((secret) => isSame(secret, file.secret));
    if (!mayRead) throw new AppError("FILE_FORBIDDEN");
    const isOver = file.expiresAt !== null && file.expiresAt <= this.deps.clock.now();
    if (isOver || file.releasedAt !== null) throw new AppError("FILE_EXPIRED", `file ${uuid} is expired`);
    return file;
  }

  /** The file of that uuid when `owner` uploaded it and it has not expired. */
  async findOwn(app: string, uuid: string, owner: string | null): Promise<FileRow | undefined> {
    const file = await store.find(this.deps.database, app, uuid);
    return file?.owner === owner && file.releasedAt === null ? file : undefined;
  }

  /**
   * What to answer for a view of a file. A thumbnail of what is no picture is the file itself, as the official service
   * does it. Frames are not extracted from videos here, and a video is no answer to who wants a picture.
   *
   * @throws AppError FILE_NOT_FOUND for a frame of what is no picture.
   */
  async view(file: FileRow, view: View): Promise<Content> {
    if (view === "original") return file;
    if (view === "frame" && !file.contentType.startsWith("image/")) {
      throw new AppError("FILE_NOT_FOUND", "no frame can be made of this file");
    }
    return this.deps.thumbnails.of(file);
  }

  open(content: Content, range: ByteRange | undefined): Promise<Readable> {
    return this.deps.contents.open(content.hash, range);
  }

  /** Gives up files before their time; those that are gone are passed over. */
  async release(tx: Transaction, app: string, uuids: readonly string[]): Promise<void> {
    await this.deps.contents.letGo(tx, await store.remove(tx, app, uuids));
  }

  /** Gives up the bytes of files past their retention; blobs go with the next `Contents.collect`. */
  async releaseExpired(): Promise<void> {
    const { database, clock, contents, limits } = this.deps;
    const now = clock.now();
    for (;;) {
      const expired = await store.listExpired(database, { now, limit: PAGE });
      if (expired.length === 0) break;
      await database.inTransaction(async (tx) => {
        for (const file of expired) await store.markReleased(tx, file, now);
        await contents.letGo(
          tx,
          expired.map((file) => file.hash),
        );
      });
    }
    await store.removeExpiredBefore(database, now - limits.expiredMemoryMs);
  }

  private async describe(app: string, draft: NewFile): Promise<FileRow> {
    const { settings } = await this.deps.apps.get(app);
    const now = this.deps.clock.now();
    const { staged, thumbnail } = draft;
    return {
      app,
      uuid: draft.uuid ?? randomUUID(),
      owner: draft.owner,
      secret: randomBytes(16).toString("base64url"),
      name: cleanFileName(draft.name) ?? null,
      contentType: resolveMediaType(draft.declaredType, staged.head),
      size: staged.size,
      hash: staged.hash,
      thumbnailWidth: sideOf(thumbnail.width),
      thumbnailHeight: sideOf(thumbnail.height),
      createdAt: now,
      expiresAt: settings.fileRetentionMs > 0 ? now + settings.fileRetentionMs : null,
      releasedAt: null,
    };
  }
}

function sideOf(wanted: number | undefined): number {
  return wanted === undefined || wanted < 1 ? DEFAULT_SIDE : Math.min(wanted, MAX_SIDE);
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
