import {
  CommSyncDL,
  CommSyncUL,
  decode,
  embed,
  encode,
  Meta,
  MetaNameSpace,
  MSync,
  MSyncCommand,
} from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import type { Client, InboundHandler } from "../../../sdk/src/core/client.ts";
import type { Platform } from "../../../sdk/src/core/platform.ts";
import type { Sabotage } from "./person.ts";
import { tellStory } from "./story.ts";

/** Nothing is recognised that comes twice. */
const forgetsWhatItHasSeen: Sabotage = (client) => {
  client.seen.add = () => true;
};

/** What is sent again after a reconnect goes out under another id. */
const resendsWithNewIds: Sabotage = ({ platform }) => {
  const writable = platform as { connect: Platform["connect"] };
  const { connect } = platform;
  const written = new Set<string>();
  const originals = new Map<string, string>();
  let made = 0;
  writable.connect = (url, on) => {
    const socket = connect(url, {
      ...on,
      onFrame: (bytes) => on.onFrame(withMetaId(bytes, (id) => originals.get(id))),
    });
    const close = () => socket.close();
    return { close, send: (bytes) => socket.send(withNewId(bytes)) };
  };
  const withNewId = (bytes: Uint8Array): Uint8Array => {
    const frame = decode(MSync, bytes);
    if (frame.command !== MSyncCommand.SYNC || frame.payload === undefined) return bytes;
    const { meta } = decode(CommSyncUL, frame.payload);
    if (meta?.id === undefined) return bytes;
    if (!written.has(meta.id)) {
      written.add(meta.id);
      return bytes;
    }
    const id = String(7_000_000_000 + made++);
    originals.set(id, meta.id);
    return encode(MSync, { ...frame, payload: embed(CommSyncUL, { meta: encode(Meta, { ...meta, id }) }) });
  };
};

/** The next page is asked for, which acknowledges this one, while its messages wait for a while in the program. */
const acknowledgesBeforeHandingOn: Sabotage = ({ inbound, platform }: Client) => {
  const handle = inbound.handle.bind(inbound);
  inbound.handle = (ns: number, handler: InboundHandler) => {
    if (ns !== MetaNameSpace.CHAT) return handle(ns, handler);
    handle(ns, { receive: (meta) => void platform.clock.setTimer(() => handler.receive(meta), 1500) });
  };
};

function withMetaId(bytes: Uint8Array, toOriginal: (id: string) => string | undefined): Uint8Array {
  let frame: MSync;
  try {
    frame = decode(MSync, bytes);
  } catch {
    return bytes; // torn: the client is to see it as it is
  }
  if (frame.command !== MSyncCommand.SYNC || frame.payload === undefined) return bytes;
  const sync = decode(CommSyncDL, frame.payload);
  const original = sync.metaId === undefined ? undefined : toOriginal(sync.metaId);
  if (original === undefined) return bytes;
  return encode(MSync, { ...frame, payload: embed(CommSyncDL, { ...sync, metaId: original }) });
}

describe("a story notices a client that", () => {
  it.each([
    ["forgets what it has seen", forgetsWhatItHasSeen, "doubled"],
    ["sends again under a new id", resendsWithNewIds, "stored twice"],
    ["acknowledges before it has handed on", acknowledgesBeforeHandingOn, "lost"],
  ] as const)("%s", async (_name, sabotage, kind) => {
    const { violations, last } = await tellStory({ seed: 11, messages: 1500, sabotage });
    expect(new Set(violations.map((violation) => violation.kind))).toContain(kind);
    expect(last.some((line) => line.includes("! "))).toBe(true);
  });
});
