import { describe, expect, it } from "vitest";
import { type AudioHints, readRecording } from "./recording.ts";

const none: AudioHints = { format: undefined, sampleRate: undefined, bitsPerSample: undefined, channels: undefined };
const pcm = { format: "PCM", sampleRate: 16_000, bitsPerSample: 16, channels: 1 };
const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("a recording", () => {
  it("[VT3] is known by its first bytes, whatever it is called", () => {
    const kinds = [
      "#!AMR\n\x04",
      "RIFF....WAVE",
      "ID3.",
      "\xff\xfb\x90",
      "OggS",
      "fLaC",
      "....ftypM4A ",
      "\x1a\x45\xdf\xa3",
      "\xff\xf1",
    ];
    const seen = kinds.map((head) => readRecording(latin1(head), none)?.extension);
    expect(seen).toEqual(["amr", "wav", "mp3", "mp3", "ogg", "flac", "m4a", "webm", "aac"]);
    for (const other of ["", "hello", "\x89PNG\r\n\x1a\n", "RIFF....AVI ", "\xff\x00", "<html>"]) {
      expect(readRecording(latin1(other), none), other).toBeUndefined();
    }
  });

  it("[VT3] of the kinds that phones make tells how long it is", () => {
    // Mode 7 of narrow AMR has 31 bytes behind its head; frames in which nothing is said have none.
    const frames = Array.from({ length: 50 }, () => `\x3c${"x".repeat(31)}`).join("");
    expect(readRecording(latin1(`#!AMR\n${frames}\x7c\x7c`), none)?.durationMs).toBe(52 * 20);
    const wide = Array.from({ length: 10 }, () => `\x44${"x".repeat(60)}`).join("");
    expect(readRecording(latin1(`#!AMR-WB\n${wide}`), none)?.durationMs).toBe(200);
    expect(readRecording(latin1("#!AMR_MC1.0\nxxxx"), none)?.durationMs).toBeUndefined();
  });

  it("[VT3] of raw samples becomes a WAV file that tells the same", () => {
    const samples = Buffer.alloc(16_000 * 2 * 3, 7);
    const recording = readRecording(samples, pcm);
    expect(recording).toMatchObject({ extension: "wav", durationMs: 3000 });
    const wav = recording?.bytes ?? Buffer.alloc(0);
    expect(wav.subarray(44).equals(samples)).toBe(true);
    expect(readRecording(wav, none)).toMatchObject({ extension: "wav", durationMs: 3000 });
    // A recorder that did not know the length.
    wav.writeUInt32LE(0xffffffff, 40);
    expect(readRecording(wav, none)?.durationMs).toBe(3000);
    expect(readRecording(wav.subarray(0, 20), none)?.durationMs).toBeUndefined();
  });

  it("[VT3] of raw samples is none without what it takes to read them", () => {
    for (const lacking of [
      { sampleRate: undefined },
      { bitsPerSample: 17 },
      { channels: 0 },
      { sampleRate: 1e9 },
      { channels: 1.5 },
    ]) {
      expect(readRecording(Buffer.alloc(10), { ...pcm, ...lacking })).toBeUndefined();
    }
    expect(readRecording(Buffer.alloc(0), pcm)).toBeUndefined();
  });
});
