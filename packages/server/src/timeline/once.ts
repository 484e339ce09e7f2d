import { hash } from "node:crypto";
import { userSlot } from "./slots.ts";
import type { Draft } from "./timeline.ts";

/** A key begins with its device, so that what one device sends is stored close together. */
export const DEVICE_CHARS = 11;
/** Of the client's id, in the middle of a key: what a device sends in the same moment. */
const MOMENT_CHARS = 10;
/** Devices whose part of the key is remembered. */
const MAX_KNOWN_DEVICES = 20_000;

/** What recognises a resend in the tables, and the slot of its sender, where it is kept. */
export interface OnceKey {
  readonly slot: number;
  readonly digest: string;
}

/**
 * Makes the keys that recognise resends: 66 bits for the device and 66 for the message, both of a cryptographic hash, so
 * that nobody can make a message that passes for a resend of somebody else's. The message is hashed once, with
 * everything that tells it from others. Between them stands how the client's id begins: ids grow, and so the keys of a
 * device do; by their hashes alone they would lie all over its pages, and each message would cost one of its own, the more
 * the longer a device is in use. Stored: what is hashed, and how, can never change.
 */
export class OnceKeys {
  private readonly devices = new Map<string, OnceKey>();

  of({ app, sender, resource, once }: Pick<Draft, "app" | "sender" | "resource" | "once">): OnceKey | undefined {
    if (once === undefined) return undefined;
    const name = `${app}/${sender}/${resource}`;
    let device = this.devices.get(name);
    if (device === undefined) {
      device = { slot: userSlot(app, sender), digest: short(name) };
      if (this.devices.size >= MAX_KNOWN_DEVICES) this.devices.clear();
      this.devices.set(name, device);
    }
    // JSON shows where it ends, so that no two messages have the same bytes.
    const head = Buffer.from(JSON.stringify([name, once.clientId]));
    const message = short(Buffer.concat([head, once.content]));
    return { slot: device.slot, digest: device.digest + momentOf(once.clientId) + message };
  }
}

/** In the order of numbers, the shorter one first; what a table could hold in another way than it was written is left out. */
function momentOf(clientId: string): string {
  const length = String.fromCharCode(0x61 + Math.min(clientId.length, 25));
  return length + clientId.slice(0, MOMENT_CHARS).replace(/[^!-~]/g, "_");
}

/** 66 bits. SHA-256 costs what SHA-1 does: for so few bytes the call is most of it. */
function short(data: string | Uint8Array): string {
  return hash("sha256", data, "base64url").slice(0, DEVICE_CHARS);
}
