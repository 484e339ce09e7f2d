import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { AppError } from "../../kernel/errors.ts";

const derive = promisify(argon2);

export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** The second of OWASP's equivalent choices: 19 MiB keep a login storm's memory bounded, too. */
const defaultCost: Argon2Cost = { memoryKib: 19 * 1024, passes: 2 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Logins that wait for their turn; a client gives up after 15 s, so more would be work for nobody. */
const MAX_WAITING = 1000;

/**
 * Hashes passwords with argon2id, as PHC strings, so that the cost can rise without a migration.
 *
 * Hashing runs in libuv's thread pool, which files and DNS share, and takes a whole core for tens of milliseconds. One
 * core stays free for the event loop, and at most three of the pool's four threads are used; the rest of a storm waits.
 */
export class Passwords {
  private readonly cost: Argon2Cost;
  private readonly maxRunning: number;
  private readonly waiting: Array<() => void> = [];
  private running = 0;

  constructor(options: { cost: Argon2Cost | undefined }) {
    this.cost = options.cost ?? defaultCost;
    this.maxRunning = Math.max(1, Math.min(3, availableParallelism() - 1));
  }

  /** @throws AppError OVERLOADED when too many are waiting already. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.run(password, { salt, cost: this.cost, bytes: HASH_BYTES });
    return formatPhc(this.cost, salt, hash);
  }

  /**
   * Whether the password is the one that was hashed. Without a hash the answer is false, after the same work: how long it
   * takes does not tell which accounts have a password.
   *
   * @throws AppError OVERLOADED when too many are waiting already.
   */
  async matches(password: string, phc: string | undefined): Promise<boolean> {
    const stored = parsePhc(phc ?? formatPhc(this.cost, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES)));
    const hash = await this.run(password, { salt: stored.salt, cost: stored.cost, bytes: stored.hash.length });
    return timingSafeEqual(hash, stored.hash) && phc !== undefined;
  }

  private async run(password: string, options: { salt: Buffer; cost: Argon2Cost; bytes: number }): Promise<Buffer> {
    await this.enter();
    try {
      return await derive("argon2id", {
        message: password,
        nonce: options.salt,
        parallelism: 1,
        tagLength: options.bytes,
        memory: options.cost.memoryKib,
        passes: options.cost.passes,
      });
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.running < this.maxRunning) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= MAX_WAITING) throw new AppError("OVERLOADED");
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** The place goes to the one who has waited for longest, so nobody can slip in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}

function formatPhc(cost: Argon2Cost, salt: Buffer, hash: Buffer): string {
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${unpadded(salt)}$${unpadded(hash)}`;
}

function parsePhc(phc: string): { cost: Argon2Cost; salt: Buffer; hash: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (match === null) throw new Error("a stored password is not an argon2id PHC string");
  const [, memory, passes, salt, hash] = match;
  return {
    cost: { memoryKib: Number(memory), passes: Number(passes) },
    salt: Buffer.from(salt ?? "", "base64"),
    hash: Buffer.from(hash ?? "", "base64"),
  };
}

/** PHC strings carry base64 without padding. */
function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
