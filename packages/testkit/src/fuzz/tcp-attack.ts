import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Seeded } from "../seeded.ts";
import { type Findings, whenClosed, within } from "./findings.ts";
import { FrameMaker } from "./frames.ts";
import { joined, mutated } from "./mutate.ts";
import type { World } from "./world.ts";

/** More than the server gives a connection that does not log in (`PROVISION_TIMEOUT_MS`), plus its way of closing. */
const BOUND_MS = 30_000;

/**
 * Below WebSocket: broken handshakes, frames that break RFC 6455, frames that end in the middle. The connection must end
 * by itself, unless the attacker ends it first, or be answered as HTTP.
 */
export async function attackWithSegments(
  world: World,
  options: { seed: number; index: number; findings: Findings },
): Promise<number> {
  const { seed, index, findings } = options;
  const random = Seeded.of(seed ^ 0x7c9, index);
  const { hostname, port } = new URL(world.server.rest);
  const socket = connect({ host: hostname, port: Number(port) });
  const closed = whenClosed(socket);
  const over = Promise.race([closed, whenAnswered(socket)]);
  const upgrade = handshake(world, random);
  const isBroken = random.chance(0.2);
  const head = isBroken ? mutated(upgrade, random) : upgrade;
  const frames = joined(...Array.from({ length: random.between(1, 5) }, () => rawFrame(world, random)));
  const written = joined(head, frames.subarray(0, random.between(0, frames.length)));
  try {
    await within(BOUND_MS, "no connection", Promise.race([once(socket, "connect"), closed]));
    await write(socket, written, random);
    findings.count("tcp connections");
    const ending = random.below(3);
    if (ending === 0) socket.resetAndDestroy();
    else if (ending === 1) socket.end();
    await within(BOUND_MS, `seed ${seed}, segments ${index}: the connection does not end`, over);
  } catch (error) {
    findings.report(error instanceof Error ? error.message : String(error), written);
  } finally {
    socket.destroy();
  }
  return 1;
}

/** An HTTP answer that is no handshake: what was sent did not look like WebSocket, and HTTP may keep the connection. */
function whenAnswered(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("data", (data: Buffer) => {
      if (!data.toString("latin1").startsWith("HTTP/1.1 101 ")) resolve();
      socket.resume();
    });
  });
}

/** In pieces, so that the server meets half frames; TCP keeps their order. */
async function write(socket: Socket, bytes: Uint8Array, random: Seeded): Promise<void> {
  socket.setNoDelay(true);
  let from = 0;
  while (from < bytes.length && socket.writable) {
    const to = from + random.pick([1, 2, 7, 50, 500, 5000]);
    await new Promise<void>((resolve) => socket.write(bytes.subarray(from, to), () => resolve()));
    from = to;
  }
}

function handshake(world: World, random: Seeded): Uint8Array {
  const path = random.pick(["/websocket", "/ws", "/", "/nowhere", "/websocket?token=%zz"]);
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(world.server.rest).host}`,
    `Upgrade: ${random.chance(0.95) ? "websocket" : "h2c"}`,
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${random.chance(0.95) ? randomBytes(16).toString("base64") : "short"}`,
    `Sec-WebSocket-Version: ${random.chance(0.95) ? 13 : 12}`,
    ...(random.chance(0.1) ? ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99"] : []),
    ...(random.chance(0.1) ? ["Sec-WebSocket-Protocol: , ,x"] : []),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
}

/** One frame with its header written by hand: right, or wrong in one of the ways in which it can be. */
function rawFrame(world: World, random: Seeded): Uint8Array {
  const maker = new FrameMaker(world, random, "binary");
  const data = random.chance(0.3) ? maker.provision() : maker.next();
  const payload = Buffer.from(data as string); // Buffer.from takes either
  const opcode = random.pick([2, 2, 2, 1, 0, 0, 8, 9, 10, 3, 11, 15]);
  const fin = random.chance(0.8) ? 0x80 : 0;
  const reserved = random.chance(0.1) ? random.pick([0x40, 0x20, 0x10]) : 0;
  const masked = random.chance(0.9);
  const claimed = random.chance(0.8) ? payload.length : random.pick([0, 125, 126, 65_535, 2 ** 31, 2 ** 53, 2 ** 62]);
  const mask = random.bytes(4);
  const body = masked ? payload.map((byte, n) => byte ^ (mask[n % 4] ?? 0)) : payload;
  const head = Uint8Array.of(fin | reserved | opcode);
  return joined(head, lengthOf(claimed, { masked, isLong: random.chance(0.1) }), masked ? mask : Uint8Array.of(), body);
}

/** `isLong`: in more bytes than the length needs, which RFC 6455 forbids. */
function lengthOf(length: number, { masked, isLong }: { masked: boolean; isLong: boolean }): Uint8Array {
  const flag = masked ? 0x80 : 0;
  if (length < 126 && !isLong) return Uint8Array.of(flag | length);
  if (length < 65_536 && !isLong) return Uint8Array.of(flag | 126, length >> 8, length & 0xff);
  const bytes = Buffer.alloc(9);
  bytes[0] = flag | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
