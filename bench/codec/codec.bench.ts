/**
 * Our codec and others: speed with one chat frame, bytes in the bundle of a mini program, exact ids.
 * `node codec/codec.bench.ts`
 */
import { bundleSize, type Size } from "./bundle-size.ts";
import { micros, nanosecondsPerCall, printTable } from "./measure.ts";
import { bufbuild } from "./peers/bufbuild.ts";
import type { Codec } from "./peers/codec.ts";
import { pbf } from "./peers/pbf.ts";
import { protobufjsReflection, protobufjsStatic } from "./peers/protobufjs.ts";
import { rondo } from "./peers/rondo.ts";
import { type ChatMessage, chatMessages } from "./traffic.ts";

const codecs = [rondo, protobufjsReflection, protobufjsStatic, pbf, bufbuild];
const messages = chatMessages(200);
/** An id as servers give them out: odd, and larger than 2^53. */
const withLongId: ChatMessage = { ...(messages[0] as ChatMessage), id: "1300000000000000001" };

const sizes = await Promise.all(codecs.map(bundleSize));
const times = codecs.map(speed);
printTable(
  "One chat frame (MSync, CommSyncDL, Meta, MessageBody); the whole schema in a bundle",
  codecs.map((codec, i) => row(codec, i)),
);

function row(codec: Codec, i: number): Record<string, string> {
  const [time, base] = [times[i], times[0]] as [Speed, Speed];
  const [size, baseSize] = [sizes[i], sizes[0]] as [Size, Size];
  return {
    codec: codec.name,
    encode: `${micros(time.encodeNs)} (${ratio(time.encodeNs, base.encodeNs)})`,
    decode: `${micros(time.decodeNs)} (${ratio(time.decodeNs, base.decodeNs)})`,
    "bundle, minified": kilobytes(size.minified),
    "and gzipped": `${kilobytes(size.gzipped)} (${ratio(size.gzipped, baseSize.gzipped)})`,
    "exact ids": isExact(codec) ? "yes" : "no",
    "works in a mini program": size.fault === undefined ? "yes" : `no: ${size.fault.slice(0, 30)}`,
  };
}

interface Speed {
  readonly encodeNs: number;
  readonly decodeNs: number;
}

function speed(codec: Codec): Speed {
  const frames = messages.map((message) => rondo.encode(message));
  for (const [i, frame] of frames.entries()) {
    const { text } = codec.decode(frame);
    if (text !== messages[i]?.text) throw new Error(`${codec.name} reads another text`);
    if (codec.encode(messages[i] as ChatMessage).length < frame.length / 2)
      throw new Error(`${codec.name} writes too little`);
  }
  let at = 0;
  return {
    encodeNs: nanosecondsPerCall(() => codec.encode(messages[at++ % messages.length] as ChatMessage)),
    decodeNs: nanosecondsPerCall(() => codec.decode(frames[at++ % frames.length] as Uint8Array)),
  };
}

function isExact(codec: Codec): boolean {
  const read = codec.decode(rondo.encode(withLongId));
  const written = rondo.decode(codec.encode(withLongId));
  return [read, written].every((one) => one.metaId === withLongId.id && one.nextKey === withLongId.id);
}

function ratio(value: number, base: number): string {
  return `×${(value / base).toFixed(2)}`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
