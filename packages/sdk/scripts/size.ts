/** Prints how large the files are that applications load, beside the official one, and whether the aims are met. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { at } from "../build/options.ts";
import { bundled, CORE, WITH_MESSAGES } from "./bundled.ts";

const KB = 1024;
const official = join(
  dirname(createRequire(import.meta.url).resolve("easemob-websdk/package.json")),
  "miniProgram/Easemob-chat.js",
);

const files = [
  { what: "official mini-program file, 4.21.1", bytes: readFileSync(official), aim: undefined },
  {
    what: "our mini-program file",
    bytes: readFileSync(at("dist/Rondo-chat-miniProgram.js")),
    aim: { raw: 100 * KB, gzip: 30 * KB },
  },
  { what: "our browser file", bytes: readFileSync(at("dist/rondo-chat.js")), aim: undefined },
  { what: "core, texts and WeChat, bundled", bytes: await bytesOf(CORE), aim: { raw: undefined, gzip: 12 * KB } },
  { what: "core, messages and WeChat, bundled", bytes: await bytesOf(WITH_MESSAGES), aim: undefined },
];

let isMissed = false;
process.stdout.write("| file | bytes | gzip | aim | met |\n|---|---|---|---|---|\n");
for (const { what, bytes, aim } of files) {
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const isMet = aim === undefined || (bytes.length <= (aim.raw ?? bytes.length) && gzip <= aim.gzip);
  isMissed ||= !isMet;
  const wanted = aim === undefined ? "" : `≤ ${aim.raw ?? "any"} / ${aim.gzip}`;
  const met = aim === undefined ? "" : isMet ? "yes" : "NO";
  process.stdout.write(`| ${what} | ${bytes.length} | ${gzip} | ${wanted} | ${met} |\n`);
}
if (isMissed) process.exitCode = 1;

async function bytesOf(source: string): Promise<Buffer> {
  return Buffer.from((await bundled(source)).code);
}
