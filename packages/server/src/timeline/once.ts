import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Memo } from "../kernel/memo.ts";
import { userSlot } from "./slots.ts";
import type { Draft } from "./timeline.ts";

/** A key begins with its device: 66 bits of a hash. */
export const DEVICE_CHARS = 11;
/** Devices whose part of the key is remembered. */
const MAX_KNOWN_DEVICES = 20_000;

/** What recognises a resend in the tables, and the slot of its sender, where it is kept. */
export interface OnceKey {
  readonly slot: number;
  readonly digest: string;
}

/**
 * Makes the keys that recognise resends. The device is in them as a cryptographic hash, so that nobody can make a message
 * that passes for a resend of somebody else's. Then comes the number the client's id begins with, in the order of numbers:
 * ids grow, so what one device sends is stored close together, and a key behind all others of its device is new without
 * looking (`Backlog`). Last comes what tells messages with one number apart, which a client that counts has none of: a
 * checksum is enough there. Stored: what is in a key, and how, can never change.
 */
export class OnceKeys {
  private readonly devices = new Memo<string, OnceKey>(MAX_KNOWN_DEVICES);

  of({ app, sender, resource, once }: Pick<Draft, "app" | "sender" | "resource" | "once">): OnceKey | undefined {
    if (once === undefined) return undefined;
    const name = `${app}/${sender}/${resource}`;
    let device = this.devices.get(name);
    if (device === undefined) {
      const digest = hash("sha256", name, "base64url").slice(0, DEVICE_CHARS);
      device = { slot: userSlot(app, sender), digest };
      this.devices.set(name, device);
    }
    return { slot: device.slot, digest: device.digest + messageKey(once) };
  }
}

function messageKey({ clientId, content }: NonNullable<Draft["once"]>): string {
  const [number] = LEADING_NUMBER.exec(clientId) as RegExpExecArray;
  // The length in front puts 9 before 10.
  const order = String.fromCharCode(0x61 + number.length);
  const sum = crc32(content, crc32(clientId.slice(number.length)));
  // With its length, no byte can change from the id to the content unnoticed.
  return `${order}${number}.${sum.toString(36)}.${content.length.toString(36)}`;
}

/** As long as numbers of 64 bits are; never fails to match. */
const LEADING_NUMBER = /^\d{0,20}/;
