/** What a codec adds to the bundle of a mini program. */
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Codec } from "./peers/codec.ts";

export interface Size {
  readonly minified: number;
  readonly gzipped: number;
  /** Why the bundle does not work in a mini program; undefined when it does. */
  readonly fault: string | undefined;
}

export async function bundleSize(codec: Codec): Promise<Size> {
  const result = await build({
    stdin: { contents: codec.bundleEntry, resolveDir: import.meta.dirname, loader: "js" },
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2017",
    // BigInt literals cannot be translated; what needs them is measured with them.
    supported: { bigint: true },
    logLevel: "error",
  });
  const output = result.outputFiles[0]?.contents ?? new Uint8Array();
  const fault = runAsInMiniProgram(Buffer.from(output).toString());
  return { minified: output.length, gzipped: gzipSync(output, { level: 9 }).length, fault };
}

/** Runs the bundle where there is ECMAScript 2017 and nothing else: no text converters, no BigInt, no code from text. */
function runAsInMiniProgram(code: string): string | undefined {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  runInContext("delete globalThis.BigInt; var self = {}", context);
  try {
    const name: unknown = runInContext(`${code}; self.roundTrip("bob")`, context);
    return name === "bob" ? undefined : `reads ${String(name)}`;
  } catch (error) {
    // Errors of another context are no instances of this one's Error.
    return String((error as { message?: unknown }).message);
  }
}
