/** Attachments: upload at once or in parts, download whole or in ranges, thumbnails, retention. */
import { buffer } from "node:stream/consumers";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import { defaultFileLimits, type FileLimits, type Files } from "./api.ts";
import type { BlobStore } from "./blobs.ts";
import { Contents } from "./contents.ts";
import { sendContent } from "./download.ts";
import { filesRest } from "./files.rest.ts";
import { FilesService } from "./files.service.ts";
import { type FormRules, readForm } from "./form.ts";
import { createFileTables } from "./migrations/2026-11-25-files.ts";
import { PartsService } from "./parts.service.ts";
import { Sweeper } from "./sweeper.ts";
import { Thumbnails } from "./thumbnails.ts";

export type { FileLimits } from "./api.ts";
export type { BlobStore } from "./blobs.ts";
export { openDiskBlobs } from "./disk-blobs.ts";
export { readForm } from "./form.ts";

export const filesMigrations: readonly Migration[] = [createFileTables];

export interface FilesFeature {
  readonly api: Files;
  readonly endpoints: readonly Endpoint[];
  /** Stops sweeping and waits for what is being swept. */
  dispose(): Promise<void>;
}

export function createFiles(deps: {
  database: Database;
  apps: Pick<Apps, "get">;
  clock: Clock;
  /** `openDiskBlobs(dir)`. */
  blobs: BlobStore;
  log: Logger;
  limits?: Partial<FileLimits>;
}): FilesFeature {
  const { database, apps, clock, blobs, log } = deps;
  const limits = { ...defaultFileLimits, ...deps.limits };
  const contents = new Contents({ blobs, database, log });
  const thumbnails = new Thumbnails({ contents, database, log, limits: limits.thumbnails });
  const files = new FilesService({ database, apps, clock, contents, thumbnails, limits });
  const parts = new PartsService({ database, clock, contents, files, limits });

  const sweep = async (): Promise<void> => {
    await files.releaseExpired();
    await parts.releaseExpired();
    await contents.collect();
  };
  const sweeper = new Sweeper({ sweep, intervalMs: limits.sweepIntervalMs, log });
  return {
    api: {
      sweep: () => sweeper.sweep(),
      async read(app, uuid, { maxBytes }) {
        const file = await files.get(app, uuid, { isKnown: true, secrets: [] });
        if (file.size > maxBytes) throw new AppError("FILE_TOO_LARGE");
        const { name, contentType } = file;
        return { name: name ?? undefined, contentType, bytes: await buffer(await files.open(file, undefined)) };
      },
      async receive(request, { app, owner }, within) {
        const maxBytes = await files.maxFileBytes(app);
        const stage: FormRules["stage"] = (source, bounds) => contents.stage(source, bounds);
        const { file } = await readForm(request, { fileField: "file", maxBytes, stage });
        return files.add(app, { ...file, uuid: undefined, owner, thumbnail: {} }, within);
      },
      async store(app, { name, declaredType, bytes }) {
        const staged = await contents.stage(bytes, { maxBytes: await files.maxFileBytes(app) });
        const whence = { uuid: undefined, owner: null, thumbnail: {} };
        return files.add(app, { ...whence, staged, name, declaredType });
      },
      async serve(app, uuid, call) {
        const file = await files.get(app, uuid, { isKnown: true, secrets: [] });
        await sendContent(files, call, { file, content: file });
      },
      release: (tx, app, uuids) => files.release(tx, app, uuids),
    },
    endpoints: filesRest({ files, parts, contents, limits }),
    dispose: () => sweeper.dispose(),
  };
}
