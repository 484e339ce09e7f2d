/** Prints how large the files are that applications load, beside the official one, and whether the aims are met. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const KB = 1024;
const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const official = join(
  dirname(createRequire(import.meta.url).resolve("easemob-websdk/package.json")),
  "miniProgram/Easemob-chat.js",
);

const files = [
  { what: "official mini-program file, 4.21.1", path: official, aim: undefined },
  {
    what: "our mini-program file",
    path: join(dist, "Rondo-chat-miniProgram.js"),
    aim: { raw: 60 * KB, gzip: 20 * KB },
  },
  { what: "our browser file", path: join(dist, "rondo-chat.js"), aim: undefined },
];

let isMissed = false;
process.stdout.write("| file | bytes | gzip | aim | met |\n|---|---|---|---|---|\n");
for (const { what, path, aim } of files) {
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const isMet = aim === undefined || (bytes.length <= aim.raw && gzip <= aim.gzip);
  isMissed ||= !isMet;
  const wanted = aim === undefined ? "" : `≤ ${aim.raw} / ${aim.gzip}`;
  const met = aim === undefined ? "" : isMet ? "yes" : "NO";
  process.stdout.write(`| ${what} | ${bytes.length} | ${gzip} | ${wanted} | ${met} |\n`);
}
if (isMissed) process.exitCode = 1;
