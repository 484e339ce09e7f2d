/**
 * Prints what each source costs in a file: its bytes, minified, and what gzip gives back when they are cut out.
 *
 *   node scripts/size-by-module.ts          the file for mini programs
 *   node scripts/size-by-module.ts core     core, messages and WeChat
 */
import { gzipSync } from "node:zlib";
import { bundled, CORE, MINI_PROGRAM } from "./bundled.ts";
import { spansOf } from "./source-spans.ts";

const { code, map } = await bundled(process.argv[2] === "core" ? CORE : MINI_PROGRAM);
const gzip = (text: string): number => gzipSync(text, { level: 9 }).length;
const whole = gzip(code);

const spans = spansOf(code, map);
const rows = [...new Set(spans.map(({ source }) => source))].map((source) => {
  const rest = spans.filter((span) => span.source !== source).map(({ text }) => text);
  const own = spans.filter((span) => span.source === source).map(({ text }) => text);
  return { source, bytes: own.join("").length, gzip: whole - gzip(rest.join("")) };
});
rows.sort((a, b) => b.gzip - a.gzip);
for (const { source, bytes, gzip } of rows) {
  process.stdout.write(`${String(bytes).padStart(7)} ${String(gzip).padStart(6)}  ${source}\n`);
}
process.stdout.write(`${String(code.length).padStart(7)} ${String(whole).padStart(6)}  in all\n`);
