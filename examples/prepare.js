/**
 * Puts what the demos share into each of them: the SDK as it was built, and `chat-core`. Afterwards a demo's folder can
 * be opened in the platform's own tool, or served to a browser, as it is.
 *
 *     node examples/prepare.js [folder]     another place for a demo than examples/; without it, all of them
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const examples = dirname(fileURLToPath(import.meta.url));
const dist = join(examples, "..", "packages", "sdk", "dist");
const core = join(examples, "chat-core", "src");

/** @param {string} demo the folder of a demo @param {string} [sdkFile] instead of our own */
export function prepare(demo, sdkFile) {
  const isPage = existsSync(join(demo, "index.html"));
  const own = isPage ? "rondo-chat.js" : "Rondo-chat-miniProgram.js";
  const sdk = sdkFile ?? join(dist, own);
  if (!existsSync(sdk)) throw new Error("the SDK has not been built: npm run build -w packages/sdk");
  const source = join(demo, "src");
  rmSync(source, { recursive: true, force: true });
  mkdirSync(join(source, "sdk"), { recursive: true });
  cpSync(sdk, join(source, "sdk", own));
  if (isPage) copyAsModules(join(source, "chat-core"));
  else cpSync(core, join(source, "chat-core"), { recursive: true });
}

/** Browsers know no `require`. What the core says with it, it says in two forms only, and both have a twin in modules. */
function copyAsModules(target) {
  mkdirSync(target);
  for (const name of readdirSync(core)) {
    const module = readFileSync(join(core, name), "utf8")
      .replace(/^const (\{[^}]*\}) = require\(("[^"]+")\);$/gm, "import $1 from $2;")
      .replace(/^module\.exports = (\{[^}]*\});$/m, "export $1;");
    if (/\brequire\(|\bmodule\.exports/.test(module)) throw new Error(`chat-core/${name} cannot be made a module`);
    writeFileSync(join(target, name), module);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = readdirSync(examples).filter((name) => name.endsWith("-demo"));
  const demos = process.argv[2] === undefined ? all.map((name) => join(examples, name)) : [resolve(process.argv[2])];
  for (const demo of demos) {
    prepare(demo);
    process.stdout.write(`${basename(demo)} is complete\n`);
  }
}
