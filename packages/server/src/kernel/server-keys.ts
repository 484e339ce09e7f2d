import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

const FILE = "server-keys.json";
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const KeyFile = Type.Object({
  /** The last one signs; all of them verify, so a new key is appended and an old one removed when its tokens are gone. */
  keys: Type.Array(
    Type.Object({
      id: Type.String({ pattern: "^[0-9a-f]{8}$" }),
      secret: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$", description: "32 random bytes, base64url" }),
      createdAt: Type.Number(),
    }),
    { minItems: 1 },
  ),
});
type KeyFile = Static<typeof KeyFile>;
const keyFile = Compile(KeyFile);

/**
 * The server's own secrets. They live in a file of the data directory that only its owner can read, not in the database:
 * a copy of the database alone then neither makes tokens nor shows a client secret. Nodes of a cluster share the file.
 *
 * Each purpose (a fixed text) has a key of its own, derived from the secret, so that what was made for one purpose means
 * nothing in another.
 */
export class ServerKeys {
  private readonly current: string;
  private readonly secrets: ReadonlyMap<string, Buffer>;
  private readonly derived = new Map<string, Buffer>();

  constructor(file: KeyFile) {
    this.secrets = new Map(file.keys.map((key) => [key.id, Buffer.from(key.secret, "base64url")]));
    const last = file.keys.at(-1);
    if (last === undefined) throw new Error("a key file holds at least one key");
    this.current = last.id;
  }

  /** Keys that live as long as the process: for a database in memory. */
  static ephemeral(): ServerKeys {
    return new ServerKeys(newKeyFile(0));
  }

  /** Four bytes that name the key which signs now. */
  get currentId(): Buffer {
    return Buffer.from(this.current, "hex");
  }

  /** HMAC-SHA256 with the named key; undefined when there is no such key (any more). */
  mac(purpose: string, data: Uint8Array, keyId: Uint8Array): Buffer | undefined {
    const key = this.derive(Buffer.from(keyId).toString("hex"), purpose);
    return key === undefined ? undefined : createHmac("sha256", key).update(data).digest();
  }

  verify(purpose: string, data: Uint8Array, signature: { keyId: Uint8Array; mac: Uint8Array }): boolean {
    const expected = this.mac(purpose, data, signature.keyId);
    return (
      expected !== undefined && expected.length === signature.mac.length && timingSafeEqual(expected, signature.mac)
    );
  }

  /** Encrypts (AES-256-GCM). `context` must be the same again to open it, so a sealed text cannot be moved elsewhere. */
  seal(purpose: string, text: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.key(this.current, purpose), iv).setAAD(Buffer.from(context));
    const sealed = [cipher.update(text, "utf8"), cipher.final()];
    return Buffer.concat([this.currentId, iv, ...sealed, cipher.getAuthTag()]).toString("base64url");
  }

  /** @throws Error when it was sealed with a key that is gone, for something else, or has been changed. */
  unseal(purpose: string, sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, "base64url");
    const keyId = bytes.subarray(0, KEY_ID_BYTES).toString("hex");
    const iv = bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", this.key(keyId, purpose), iv);
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = bytes.subarray(KEY_ID_BYTES + IV_BYTES, -TAG_BYTES);
    return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
  }

  private key(keyId: string, purpose: string): Buffer {
    const key = this.derive(keyId, purpose);
    if (key === undefined) throw new Error(`the server key ${keyId} is not in the key file`);
    return key;
  }

  private derive(keyId: string, purpose: string): Buffer | undefined {
    const name = `${keyId} ${purpose}`;
    const known = this.derived.get(name);
    if (known !== undefined) return known;
    const secret = this.secrets.get(keyId);
    if (secret === undefined) return undefined;
    const key = Buffer.from(hkdfSync("sha256", secret, "rondo", purpose, 32));
    this.derived.set(name, key);
    return key;
  }
}

/**
 * Reads the keys of a data directory, or makes them on its first use.
 *
 * @throws Error when the file is there but is not a key file: going on would make all tokens and client secrets worthless.
 */
export async function openServerKeys(dir: string, options: { now: number }): Promise<ServerKeys> {
  const path = join(dir, FILE);
  const text = (await readIfThere(path)) ?? (await createKeyFile(dir, options.now));
  return new ServerKeys(parseKeyFile(text, path));
}

function parseKeyFile(text: string, path: string): KeyFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is damaged: restore it from the backup of the data directory`, { cause });
  }
  if (!keyFile.Check(value))
    throw new Error(`${path} is not a key file: restore it from the backup of the data directory`);
  return value;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function newKeyFile(now: number): KeyFile {
  const id = randomBytes(KEY_ID_BYTES).toString("hex");
  return { keys: [{ id, secret: randomBytes(32).toString("base64url"), createdAt: now }] };
}

/** Written aside, synced, then linked: after a crash the file is whole or absent, and of two starters one wins. */
async function createKeyFile(dir: string, now: number): Promise<string> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, FILE);
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(newKeyFile(now), null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, "utf8");
}
