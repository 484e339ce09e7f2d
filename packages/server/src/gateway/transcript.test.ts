import { CommSyncDL, CommSyncUL, decode, encode, MSync, MSyncCommand, userJid } from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { textsOf } from "./testing/raw-client.ts";
import { startServer } from "./testing/server.ts";

/** What the official client sends (MSync 9), frame by frame. */
const up = {
  provision:
    "12360a076f7267236170701205616c6963651a0b656173656d6f622e636f6d2217776562696d5f7765625f31373030" +
    "3030303030303030301a08247424544f4b454e40034a7408101206342e32312e31280030004a117765625f31373030" +
    "3030303030303030306205776562696d6a17776562696d5f7765625f313730303030303030303030308a010476352e" +
    "329201147b22746f6b656e223a22247424544f4b454e227da2010e313730303030303030303030313ab20101025000" +
    "5800a00180a08080a0abfef962",
  unread: "40015800a00181a08080a0abfef962",
  keepAlive: "40004a0f0a0d08e4d095ffbc312800320208005800a00182a08080a0abfef962",
  message:
    "40004a4f0a4d0881a394bcd40c1a1b0a076f7267236170701203626f621a0b656173656d6f622e636f6d2801322308" +
    "0112071205616c6963651a051203626f6222060800120268692a070a01611002180138005800a00183a08080a0abfe" +
    "f962",
  logout:
    "12360a076f7267236170701205616c6963651a0b656173656d6f622e636f6d2217776562696d5f7765625f31373030" +
    "3030303030303030301a08247424544f4b454e40044a1e0a0e313730303030303030303030313a120c696e6e65723a" +
    "6c6f676f757450005800a00186a08080a0abfef962",
};

const down = {
  provision:
    "40034a3c420208006a17776562696d5f7765625f3137303030303030303030303092011c7b22657870697265735f69" +
    "6e223a343130323434343830303030307d",
  unread: "40014a0b0a02080018f8d095ffbc31",
  last: "40004a230a020800321b0a076f7267236170701203626f621a0b656173656d6f622e636f6d3801",
};

/** The pull that acknowledges `key` in the queue of bob. */
function pullOf(key: string): Uint8Array {
  const queue = userJid("org#app", "bob");
  return encode(MSync, {
    command: MSyncCommand.SYNC,
    payload: encode(CommSyncUL, { key, queue }),
    encryptType: [0],
  });
}

describe("the transcript of the official client", () => {
  for (const kind of ["binary", "base64"] as const) {
    it(`[SE2] is answered byte for byte where the bytes do not depend on the server, in ${kind} frames`, async () => {
      const server = await startServer({
        now: 1_700_000_000_120,
        tokens: (real) => ({
          verify: async (token) =>
            token === "TOKEN"
              ? { kind: "user", app: "org#app", username: "alice", expiresAt: 4_102_444_800_000 }
              : real.verify(token),
        }),
      });
      const bob = await server.login("bob", { resource: "ios_1" });
      await server.identity("alice");
      const client = await Transcript.open(server.url, kind);

      client.send(up.provision);
      expect(await client.next()).toBe(down.provision);
      client.send(up.unread);
      client.send(up.keepAlive);
      expect(await client.next()).toBe(down.unread);

      client.send(up.message);
      const ack = decode(
        CommSyncDL,
        decode(MSync, Buffer.from(await client.next(), "hex")).payload ?? new Uint8Array(),
      );
      expect(ack).toMatchObject({ status: { errorCode: 0 }, metaId: "434991600001", timestamp: 1_700_000_000_120 });
      const received = await bob.batch("alice");
      expect(received.metas?.[0]?.id).toBe(ack.serverId);
      expect(textsOf(received.metas)).toEqual(["hi"]);
      bob.pull("alice", received.nextKey);

      bob.text("alice", "yo");
      const push = decode(
        CommSyncDL,
        decode(MSync, Buffer.from(await client.next(), "hex")).payload ?? new Uint8Array(),
      );
      expect(push).toMatchObject({
        status: { errorCode: 0 },
        queue: userJid("org#app", "bob"),
        isLast: false,
        metas: [{ from: userJid("org#app", "bob", "ios_1"), to: userJid("org#app", "alice"), ns: 1 }],
      });
      client.send(Buffer.from(pullOf(push.nextKey ?? "")).toString("hex"));
      expect(await client.next()).toBe(down.last);

      client.send(up.logout);
      const farewell = decode(MSync, Buffer.from(await client.next(), "hex"));
      expect(farewell.command).toBe(MSyncCommand.LOGOUT);
      expect(await client.closed).toBe(1000);
      await server.close();
    });
  }
});

/** Frames as hexadecimal text, in order. */
class Transcript {
  readonly closed: Promise<number>;
  private readonly ws: WebSocket;
  private readonly kind: "binary" | "base64";
  private readonly frames: string[] = [];
  private waiting: ((frame: string) => void) | undefined;

  private constructor(ws: WebSocket, kind: "binary" | "base64") {
    this.ws = ws;
    this.kind = kind;
    this.closed = new Promise((resolve) => ws.on("close", resolve));
    ws.on("message", (data: Buffer, isBinary) => {
      expect(isBinary).toBe(kind === "binary");
      const hex = (isBinary ? data : Buffer.from(data.toString("latin1"), "base64")).toString("hex");
      if (this.waiting === undefined) this.frames.push(hex);
      else this.waiting(hex);
      this.waiting = undefined;
    });
  }

  static async open(url: string, kind: "binary" | "base64"): Promise<Transcript> {
    const ws = new WebSocket(url);
    const transcript = new Transcript(ws, kind);
    await new Promise((resolve) => ws.on("open", resolve));
    return transcript;
  }

  send(hex: string): void {
    const bytes = Buffer.from(hex, "hex");
    this.ws.send(this.kind === "binary" ? bytes : bytes.toString("base64"));
  }

  next(): Promise<string> {
    const frame = this.frames.shift();
    return frame === undefined ? new Promise((resolve) => (this.waiting = resolve)) : Promise.resolve(frame);
  }
}
