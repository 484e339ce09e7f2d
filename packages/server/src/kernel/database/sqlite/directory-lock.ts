import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A process that has just been told to stop may still be on its way out. */
const WAIT_MS = 500;

export class DirectoryInUse extends Error {
  readonly pid: number | undefined;

  constructor(pid: number | undefined) {
    super("the data directory is in use");
    this.pid = pid;
  }
}

/**
 * One process per data directory. The lock is the operating system's, held through SQLite on a file of its own: it ends
 * with the process however that ends, so nothing stale can block the next start. The pid file only serves the message.
 */
export class DirectoryLock {
  private readonly db: DatabaseSync;
  private readonly pidFile: string;

  /** @throws DirectoryInUse */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.pidFile = join(dir, "rondo.pid");
    this.db = new DatabaseSync(join(dir, "rondo.lock"), { timeout: WAIT_MS });
    try {
      this.db.exec("pragma locking_mode = exclusive; begin exclusive");
    } catch (error) {
      this.db.close();
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      throw new DirectoryInUse(readPid(this.pidFile));
    }
    writeFileSync(this.pidFile, `${process.pid}\n`);
  }

  release(): void {
    rmSync(this.pidFile, { force: true });
    this.db.close();
  }
}

const SQLITE_BUSY = 5;

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    // The owner has not written it yet: the refusal names only the directory then.
    return undefined;
  }
}
