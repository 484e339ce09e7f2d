/** What a codec adds to the bundle of a mini program. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Codec } from "./peers/codec.ts";

export interface Size {
  readonly minified: number;
  readonly gzipped: number;
  readonly needs: readonly string[];
}

/** What mini programs lack, by how it looks in a bundle; behind a `typeof` it is not needed. */
const HOST_FEATURES: Readonly<Record<string, RegExp>> = {
  "code generation": /\bFunction\(|\bFunction\.apply\(/,
  BigInt: /\bBigInt\b/,
  atob: /(?<!typeof )\batob\(/,
};

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
  const text = Buffer.from(output).toString();
  const needs = Object.keys(HOST_FEATURES).filter((name) => HOST_FEATURES[name]?.test(text));
  return { minified: output.length, gzipped: gzipSync(output, { level: 9 }).length, needs };
}
