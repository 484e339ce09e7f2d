import { randomUUID } from "node:crypto";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { KeyedLock } from "../../kernel/keyed-lock.ts";
import type { FileLimits } from "./api.ts";
import type { StagedBlob } from "./blobs.ts";
import type { Contents } from "./contents.ts";
import type { FilesService } from "./files.service.ts";
import type { Box } from "./images.ts";
import { partsStore as store } from "./parts.store.ts";
import type { FileRow, PartRow, UploadRow } from "./tables.ts";

const PAGE = 200;

export interface PartsServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly contents: Contents;
  readonly files: FilesService;
  readonly limits: FileLimits;
}

export interface NewPart {
  readonly number: number;
  readonly staged: StagedBlob;
  readonly name: string | undefined;
  readonly declaredType: string | undefined;
}

/** Who deals with which upload: only the one who began it may. */
export interface UploadRef {
  readonly app: string;
  readonly uuid: string;
  /** null: the application itself. */
  readonly caller: string | null;
}

/**
 * Uploads in parts (FILE-3 to FILE-6). Every part is a blob from the moment it is answered, so that a restart loses
 * nothing; the file they make takes over the uuid of the upload. What is not completed within a day is given up.
 */
export class PartsService {
  /** A part must not change under the hands of the one who joins them. */
  private readonly locks = new KeyedLock();
  private readonly deps: PartsServiceDeps;

  constructor(deps: PartsServiceDeps) {
    this.deps = deps;
  }

  /** @throws AppError RATE_LIMITED when the caller has too many uploads open. */
  async begin(app: string, caller: string | null): Promise<UploadRow> {
    const { database, clock, limits } = this.deps;
    const upload = { app, uuid: randomUUID(), owner: caller, expiresAt: clock.now() + limits.uploadTtlMs };
    await database.inTransaction(async (tx) => {
      const open = await store.countUploads(tx, app, caller);
      if (open >= limits.maxOpenUploads) throw new AppError("RATE_LIMITED", "too many uploads in parts are open");
      await store.insertUpload(tx, upload);
    });
    return upload;
  }

  /** To be asked before a part is read. @throws AppError FILE_NOT_FOUND, FORBIDDEN. */
  async check(ref: UploadRef): Promise<void> {
    const upload = await store.findUpload(this.deps.database, ref);
    if (upload === undefined || upload.expiresAt <= this.deps.clock.now()) {
      throw new AppError("FILE_NOT_FOUND", "the upload does not exist or has ended");
    }
    if (upload.owner !== ref.caller) throw new AppError("FORBIDDEN");
  }

  /**
   * Keeps a part in the place of an earlier one of the same number. The staged bytes are used up, whatever comes.
   *
   * @throws AppError INVALID_ARGUMENT (number, empty), FILE_TOO_LARGE when the parts together are more than a file may be.
   */
  async put(ref: UploadRef, part: NewPart): Promise<void> {
    const { staged, number } = part;
    const { contents, limits } = this.deps;
    try {
      if (!Number.isInteger(number) || number < 1 || number > limits.maxParts) {
        throw new AppError("INVALID_ARGUMENT", `part_number must be between 1 and ${limits.maxParts}`);
      }
      if (staged.size === 0) throw new AppError("INVALID_ARGUMENT", "the part is empty");
      const maxBytes = await this.deps.files.maxFileBytes(ref.app);
      await this.locks.run(keyOf(ref), async () => {
        await this.check(ref);
        await contents.keep(staged, async (tx) => {
          const replaced = await store.replacePart(tx, rowOf(ref, part));
          if (replaced !== undefined) await contents.letGo(tx, [replaced]);
          if ((await store.sumOfParts(tx, ref)) > maxBytes) throw new AppError("FILE_TOO_LARGE");
        });
      });
    } finally {
      await staged.discard();
    }
  }

  /**
   * Joins the parts to a file. Asked again, because the answer was lost, it answers the same file.
   *
   * @throws AppError FILE_PARTS_MISSING when there is a gap or nothing at all, FILE_TOO_LARGE, FILE_NOT_FOUND, FORBIDDEN.
   */
  complete(ref: UploadRef, thumbnail: Partial<Box>): Promise<FileRow> {
    return this.locks.run(keyOf(ref), async () => {
      const done = await this.deps.files.findOwn(ref.app, ref.uuid, ref.caller);
      if (done !== undefined) return done;
      await this.check(ref);
      const parts = await store.listParts(this.deps.database, ref);
      const isComplete = parts.length > 0 && parts.every((part, index) => part.number === index + 1);
      if (!isComplete) throw new AppError("FILE_PARTS_MISSING");
      return this.join(ref, parts, thumbnail);
    });
  }

  /** Gives the upload up. @throws AppError FILE_NOT_FOUND, also after completion; FORBIDDEN. */
  abort(ref: UploadRef): Promise<void> {
    return this.locks.run(keyOf(ref), async () => {
      await this.check(ref);
      await this.remove(ref);
    });
  }

  /** Gives up what was not completed in time; blobs go with the next `Contents.collect`. */
  async releaseExpired(): Promise<void> {
    const { database, clock } = this.deps;
    const now = clock.now();
    for (;;) {
      const expired = await store.listExpired(database, { now, limit: PAGE });
      for (const upload of expired) await this.locks.run(keyOf(upload), () => this.remove(upload));
      if (expired.length < PAGE) return;
    }
  }

  private async join(ref: UploadRef, parts: readonly PartRow[], thumbnail: Partial<Box>): Promise<FileRow> {
    const { contents, files } = this.deps;
    const staged = await contents.stage(this.read(parts), { maxBytes: await files.maxFileBytes(ref.app) });
    const draft = {
      uuid: ref.uuid,
      staged,
      owner: ref.caller,
      name: parts[0]?.name ?? undefined,
      declaredType: parts[0]?.contentType ?? undefined,
      thumbnail,
    };
    return files.add(ref.app, draft, async (tx) => {
      const hashes = await store.removeUpload(tx, ref);
      await contents.letGo(tx, hashes ?? []);
    });
  }

  private async *read(parts: readonly PartRow[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield* await this.deps.contents.open(part.hash);
  }

  private remove(upload: { app: string; uuid: string }): Promise<void> {
    return this.deps.database.inTransaction(async (tx) => {
      const hashes = await store.removeUpload(tx, upload);
      await this.deps.contents.letGo(tx, hashes ?? []);
    });
  }
}

function keyOf({ app, uuid }: { app: string; uuid: string }): string {
  return `${app}/${uuid}`;
}

function rowOf({ app, uuid }: UploadRef, part: NewPart): PartRow {
  const { number, staged } = part;
  return {
    app,
    uuid,
    number,
    hash: staged.hash,
    size: staged.size,
    name: part.name ?? null,
    contentType: part.declaredType ?? null,
  };
}
