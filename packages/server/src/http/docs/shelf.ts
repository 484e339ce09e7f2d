import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Source } from "./assets.ts";

const compress = promisify(gzip);

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly compressed: Buffer;
  /** For `ETag`. */
  readonly tag: string;
}

/** What can be asked for by name. Read and compressed when it is asked for the first time, and kept from then on. */
export class Shelf {
  private readonly sources: Readonly<Record<string, Source>>;
  private readonly loaded = new Map<string, Promise<Asset>>();

  constructor(sources: Readonly<Record<string, Source>>) {
    this.sources = sources;
  }

  async find(name: string): Promise<Asset | undefined> {
    const source = Object.hasOwn(this.sources, name) ? this.sources[name] : undefined;
    if (source === undefined) return undefined;
    const asset = this.loaded.get(name) ?? loadFrom(source);
    this.loaded.set(name, asset);
    try {
      return await asset;
    } catch (error) {
      this.loaded.delete(name);
      throw error;
    }
  }
}

async function loadFrom({ type, load }: Source): Promise<Asset> {
  const bytes = await load();
  const tag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
  return { type, bytes, compressed: await compress(bytes), tag };
}
