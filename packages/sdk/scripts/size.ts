/** Prints how large the files are that applications load, beside the official one, and whether the aims are met. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { minified } from "../build/minify.ts";
import { at, modernInputOptions } from "../build/options.ts";
import { shortened } from "../build/sources.ts";

const KB = 1024;
const official = join(
  dirname(createRequire(import.meta.url).resolve("easemob-websdk/package.json")),
  "miniProgram/Easemob-chat.js",
);

/** What a bundler makes of a mini program that takes from the SDK the core, messages and one host. */
const CORE = `
import { connectionWith } from ${JSON.stringify(at("src/entries/core.ts"))};
import { message, messages } from ${JSON.stringify(at("src/entries/messages.ts"))};
import { wechat } from ${JSON.stringify(at("src/platforms/wechat.ts"))};
export const connection = connectionWith([messages], () => wechat(wx));
export { message };`;

const files = [
  { what: "official mini-program file, 4.21.1", bytes: readFileSync(official), aim: undefined },
  {
    what: "our mini-program file",
    bytes: readFileSync(at("dist/Rondo-chat-miniProgram.js")),
    aim: { raw: 60 * KB, gzip: 20 * KB },
  },
  { what: "our browser file", bytes: readFileSync(at("dist/rondo-chat.js")), aim: undefined },
  { what: "core, messages and WeChat, bundled", bytes: await bundled(CORE), aim: { raw: undefined, gzip: 12 * KB } },
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

/** Built and minified as the files are. */
async function bundled(source: string): Promise<Buffer> {
  const ENTRY = "entry.ts";
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === ENTRY ? id : undefined),
    load: (id: string) => (id === ENTRY ? source : undefined),
  };
  const bundle = await rolldown({ input: ENTRY, ...modernInputOptions, plugins: [entry, shortened()] });
  const { output } = await bundle.generate({ format: "esm", sourcemap: true });
  await bundle.close();
  const { code } = await minified(output[0], "es2017", true);
  return Buffer.from(code);
}
