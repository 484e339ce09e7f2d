import { expect } from "vitest";
import type { RawClient } from "./raw-client.ts";

/** Limits under which as much is sent as it takes. */
export const generous = { framesBurst: 100_000 };

/** All at once; resolves when all are acknowledged. */
export async function sayMany(from: RawClient, to: string, texts: readonly string[]): Promise<void> {
  const ids = texts.map((text) => from.text(to, text));
  for (const id of ids) expect((await from.ack(id)).status?.errorCode).toBe(0);
}

export const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
