/** What is known of a recording without decoding it: what kind it is, and how long where that can be computed. */

export interface AudioHints {
  readonly format: string | undefined;
  readonly sampleRate: number | undefined;
  readonly bitsPerSample: number | undefined;
  readonly channels: number | undefined;
}

export interface Recording {
  /** Without a dot: what recognisers tell formats by. */
  readonly extension: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Undefined: only decoding would tell, which is the recogniser's business. */
  readonly durationMs: number | undefined;
}

/**
 * Undefined when the bytes are no recording. Raw PCM says nothing of itself: with the hints it becomes a WAV file, which
 * recognisers read.
 */
export function readRecording(bytes: Buffer, hints: AudioHints): Recording | undefined {
  if (hints.format?.toLowerCase() === "pcm") return fromPcm(bytes, hints);
  const text = bytes.toString("latin1", 0, 12);
  if (text.startsWith("#!AMR")) return known("amr", "audio/amr", bytes, amrDurationMs(bytes));
  if (text.startsWith("RIFF") && text.slice(8) === "WAVE")
    return known("wav", "audio/wav", bytes, wavDurationMs(bytes));
  if (text.startsWith("ID3") || isMpegFrame(bytes)) return known("mp3", "audio/mpeg", bytes);
  if (text.startsWith("OggS")) return known("ogg", "audio/ogg", bytes);
  if (text.startsWith("fLaC")) return known("flac", "audio/flac", bytes);
  if (text.slice(4, 8) === "ftyp") return known("m4a", "audio/mp4", bytes);
  if (text.startsWith("\x1a\x45\xdf\xa3")) return known("webm", "audio/webm", bytes);
  if (isAdtsFrame(bytes)) return known("aac", "audio/aac", bytes);
  return undefined;
}

function known(extension: string, contentType: string, bytes: Buffer, durationMs?: number): Recording {
  return { extension, contentType, bytes, durationMs };
}

function fromPcm(samples: Buffer, { sampleRate, bitsPerSample, channels }: AudioHints): Recording | undefined {
  const [rate, bits, tracks] = [sampleRate ?? 0, bitsPerSample ?? 0, channels ?? 0];
  const isPlausible = rate >= 4000 && rate <= 192_000 && [8, 16, 24, 32].includes(bits) && tracks >= 1 && tracks <= 8;
  if (!isPlausible || ![rate, tracks].every(Number.isInteger) || samples.length === 0) return undefined;
  const frameBytes = tracks * (bits / 8);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(tracks, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * frameBytes, 28);
  head.writeUInt16LE(frameBytes, 32);
  head.writeUInt16LE(bits, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(samples.length, 40);
  const durationMs = (samples.length / (rate * frameBytes)) * 1000;
  return known("wav", "audio/wav", Buffer.concat([head, samples]), durationMs);
}

/** Bytes of a frame after its head, by the mode in it (RFC 4867); 0: nothing was spoken. */
const NARROW = [12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0];
const WIDE = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0];
const AMR_FRAME_MS = 20;

/** Undefined for the forms with several channels, which phones do not make. */
function amrDurationMs(bytes: Buffer): number | undefined {
  const head = /^#!AMR(-WB)?\n/.exec(bytes.toString("latin1", 0, 9));
  if (head === null) return undefined;
  const sizes = head[1] === undefined ? NARROW : WIDE;
  let frames = 0;
  for (let at = head[0].length; at < bytes.length; frames++) at += 1 + (sizes[((bytes[at] ?? 0) >> 3) & 15] ?? 0);
  return frames * AMR_FRAME_MS;
}

/** Undefined when the chunks are not where they should be. */
function wavDurationMs(bytes: Buffer): number | undefined {
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === "fmt " && at + 20 <= bytes.length) bytesPerSecond = bytes.readUInt32LE(at + 16);
    // Recorders that could not go back write a size that is too large.
    if (name === "data") {
      const length = Math.min(size, bytes.length - at - 8);
      return bytesPerSecond > 0 ? (length / bytesPerSecond) * 1000 : undefined;
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** Eleven bits of sync, and a layer. */
function isMpegFrame(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes;
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0;
}

/** Twelve bits of sync, and no layer. */
function isAdtsFrame(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes;
  return first === 0xff && (second & 0xf6) === 0xf0;
}
