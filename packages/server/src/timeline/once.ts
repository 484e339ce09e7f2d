import { hash } from "node:crypto";
import { userSlot } from "./slots.ts";
import type { Draft } from "./timeline.ts";

/** A key begins with its device, so that what one device sends is stored close together. */
export const DEVICE_CHARS = 11;
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
 * everything that tells it from others. Stored: what is hashed, and how, can never change.
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
    return { slot: device.slot, digest: device.digest + short(Buffer.concat([head, once.content])) };
  }
}

/** 66 bits. SHA-256 costs what SHA-1 does: for so few bytes the call is most of it. */
function short(data: string | Uint8Array): string {
  return hash("sha256", data, "base64url").slice(0, DEVICE_CHARS);
}
