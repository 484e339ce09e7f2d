/**
 * What the compression of MSync 1.6 would save, and what it would cost: `node codec/lz4.bench.ts`.
 *
 * Two ways to send: independent blocks, made once for all receivers of a frame, and a dependent stream for every
 * connection, with its own dictionary and table.
 */
import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { crc32 } from "node:zlib";
import { maxCompressedLength } from "./lz4/block.ts";
import { Lz4Decoder, Lz4Encoder } from "./lz4/stream.ts";
import { micros, nanosecondsPerCall, printTable } from "./measure.ts";
import { type ChatMessage, chatMessages, pageFrame } from "./traffic.ts";

checkVectors();
checkRoundTrips();
measure();

function checkVectors(): void {
  const plain = Buffer.from("40015800a00181a08080a0abfef962", "hex");
  const encoder = new Lz4Encoder({ crc32, isIndependent: false });
  const decoder = new Lz4Decoder({ crc32 });
  for (const expected of ["0fb301a4e4f00040015800a00181a08080a0abfef962", "0fb301a4e4060f0050a0abfef962"]) {
    strictEqual(Buffer.from(encoder.encode(plain)).toString("hex"), expected);
    deepStrictEqual(Buffer.from(decoder.decode(Buffer.from(expected, "hex"))), plain);
  }
  const bad = [
    "ffffffff01",
    "0fb301a4e5f00040015800a00181a08080a0abfef962",
    "0fb301a4e4060f00",
    "0fb301a4",
    "8080808000",
  ];
  for (const frame of bad)
    throws(() => new Lz4Decoder({ crc32 }).decode(Buffer.from(frame, "hex")), { name: "Lz4Error" });
}

function checkRoundTrips(): void {
  for (const isIndependent of [true, false]) {
    const encoder = new Lz4Encoder({ crc32, isIndependent });
    const decoder = new Lz4Decoder({ crc32 });
    for (let i = 0; i < 3000; i++) {
      // Every size from a few bytes to more than the dictionary.
      const plain = pageFrame(chatMessages(i % 500 === 499 ? 400 : 1 + (i % 7), i + 1));
      const frame = encoder.encode(plain);
      if (frame.length > maxCompressedLength(plain.length) + 8) throw new Error("larger than the bound");
      strictEqual(Buffer.compare(decoder.decode(frame), plain), 0);
    }
  }
}

function measure(): void {
  const single = chatMessages(2000).map((message) => pageFrame([message]));
  const pages = Array.from({ length: 40 }, (_, i) => pageFrame(chatMessages(50, i + 1)));
  printTable("Downlink, bytes and time for one frame", [
    ...rowsFor("chat frame", single),
    ...rowsFor("page of 50", pages),
  ]);
  let at = 0;
  const messages = chatMessages(200);
  const buildNs = nanosecondsPerCall(() => pageFrame([messages[at++ % messages.length] as ChatMessage]));
  console.log(`\nTo compare with: encoding a chat frame takes ${micros(buildNs)}.`);
  const memory = (2 * 0x10000 + (4 << 12)) / 1024;
  console.log(`A dependent stream keeps ${memory} KiB for each connection and direction.`);
}

function rowsFor(name: string, frames: readonly Uint8Array[]): Record<string, string>[] {
  const plainBytes = frames.reduce((sum, frame) => sum + frame.length, 0) / frames.length;
  return [true, false].map((isIndependent) => {
    const encoder = new Lz4Encoder({ crc32, isIndependent });
    const compressed = frames.map((frame) => encoder.encode(frame));
    const bytes = compressed.reduce((sum, frame) => sum + frame.length, 0) / frames.length;
    let at = 0;
    const timed = new Lz4Encoder({ crc32, isIndependent });
    const encodeNs = nanosecondsPerCall(() => timed.encode(frames[at++ % frames.length] as Uint8Array));
    // Every pass over the frames begins a stream, as the frames were made.
    let decoder = new Lz4Decoder({ crc32 });
    at = 0;
    const decodeNs = nanosecondsPerCall(() => {
      if (at === compressed.length) {
        at = 0;
        decoder = new Lz4Decoder({ crc32 });
      }
      return decoder.decode(compressed[at++] as Uint8Array);
    });
    return {
      frame: name,
      blocks: isIndependent ? "independent" : "dependent stream",
      plain: plainBytes.toFixed(0),
      compressed: bytes.toFixed(0),
      saved: `${((1 - bytes / plainBytes) * 100).toFixed(0)} %`,
      compress: micros(encodeNs),
      decompress: micros(decodeNs),
    };
  });
}
