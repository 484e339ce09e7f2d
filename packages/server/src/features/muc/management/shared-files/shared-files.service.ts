import { randomUUID } from "node:crypto";
import { MucBodyOperation } from "@rondo/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../../../kernel/clock.ts";
import type { Database, Transaction } from "../../../../kernel/database/database.ts";
import { AppError } from "../../../../kernel/errors.ts";
import type { Files, StoredFile } from "../../../files/api.ts";
import type { MucRef, Mucs } from "../../api.ts";
import { notFound } from "../../muc.service.ts";
import { type MucTables, mucStore } from "../../muc.store.ts";
import type { Muc } from "../../muc.ts";
import { may } from "../authorisation.ts";
import { notMembers, type Scene } from "../desk.ts";
import type { Tellings } from "../tellings.ts";
import { type SharedFileRow, type SharedFileTables, sharedFileStore as store } from "./shared-files.store.ts";

/** Of one group or room (limits, section 4). */
export const MAX_SHARED_FILES = 10_000;

interface Deps {
  readonly database: Database;
  readonly mucs: Mucs;
  readonly files: Pick<Files, "receive" | "serve" | "release">;
  readonly tellings: Tellings;
  readonly clock: Clock;
}

/** Files that the members of a group or room share (SPEC.md, MM). They live as long as attachments do. */
export class SharedFileService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
    deps.mucs.onDestroy((tx, muc) => this.forget(tx, muc));
  }

  /** Newest first; pages count from 1. */
  list({ muc }: Scene, page: { number: number; size: number }): Promise<SharedFileRow[]> {
    const offset = (page.number - 1) * page.size;
    return store.page(this.db, muc, { now: this.deps.clock.now(), offset, limit: page.size });
  }

  /** @throws AppError INVALID_ARGUMENT, FILE_TOO_LARGE, MUC_LIMIT. */
  async upload(scene: Scene, request: FastifyRequest): Promise<SharedFileRow> {
    const { files, tellings } = this.deps;
    const { muc, user } = scene;
    let shared: SharedFileRow | undefined;
    await files.receive(request, { app: muc.app, owner: user ?? null }, async (tx, stored) => {
      shared = await this.keep(tx, scene, stored);
    });
    if (shared === undefined) throw new Error("a file was kept without being shared");
    await tellings.everybody(scene, { operation: MucBodyOperation.UPLOAD_FILE });
    return shared;
  }

  /** @throws AppError FILE_NOT_FOUND, FILE_EXPIRED, RANGE_NOT_SATISFIABLE. */
  async download({ muc }: Scene, id: string, call: { request: FastifyRequest; reply: FastifyReply }): Promise<void> {
    const { attachment } = await this.get(muc, id);
    await this.deps.files.serve(muc.app, attachment, call);
  }

  /** Members remove what they have uploaded. @throws AppError FILE_NOT_FOUND, FORBIDDEN. */
  async remove(scene: Scene, id: string): Promise<void> {
    const { database, files, tellings } = this.deps;
    const { muc, standing, user } = scene;
    const file = await this.get(muc, id);
    if (file.owner !== user && !may(standing, "removeAnyFile")) throw new AppError("FORBIDDEN");
    const isRemoved = await database.inTransaction(async (tx) => {
      const wasThere = await store.remove(tx.query<SharedFileTables>(), file);
      await files.release(tx, muc.app, [file.attachment]);
      return wasThere;
    });
    if (!isRemoved) throw new AppError("FILE_NOT_FOUND");
    await tellings.everybody(scene, { operation: MucBodyOperation.DELETE_FILE });
  }

  /** The upload may have taken minutes: everything that let it in is looked at again. */
  private async keep(tx: Transaction, { muc, terms, user, origin }: Scene, stored: StoredFile): Promise<SharedFileRow> {
    const mucs = tx.query<MucTables>();
    const now = await mucStore.find(mucs, muc);
    if (now === undefined) throw notFound(muc);
    const isInside = user === undefined || user === now.owner || (await mucStore.member(mucs, muc, user)) !== undefined;
    if (!isInside) throw notMembers(terms, [origin.user]);

    const db = tx.query<SharedFileTables>();
    await store.removeExpired(db, muc, this.deps.clock.now());
    if ((await store.count(db, muc)) >= MAX_SHARED_FILES) throw new AppError("MUC_LIMIT");
    const file = {
      app: muc.app,
      muc: muc.id,
      id: randomUUID(),
      attachment: stored.uuid,
      name: stored.name ?? "",
      owner: origin.user,
      size: stored.size,
      createdAt: stored.createdAt,
      expiresAt: stored.expiresAt,
    };
    await store.insert(db, file);
    return file;
  }

  private async get(muc: Muc, id: string): Promise<SharedFileRow> {
    const file = await store.find(this.db, muc, id);
    if (file === undefined) throw new AppError("FILE_NOT_FOUND");
    return file;
  }

  private async forget(tx: Transaction, muc: MucRef): Promise<void> {
    const attachments = await store.removeAll(tx.query<SharedFileTables>(), muc);
    await this.deps.files.release(tx, muc.app, attachments);
  }

  private get db() {
    return this.deps.database.query<SharedFileTables>();
  }
}
