/**
 * Puts what the demos share into each of them: the SDK as it was built, and `chat-core`. Afterwards a demo's folder can
 * be opened in the platform's own tool as it is.
 *
 *     node examples/prepare.js [folder]     another place for the demo than examples/
 */
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const examples = dirname(fileURLToPath(import.meta.url));
const sdk = join(examples, "..", "packages", "sdk", "dist", "Rondo-chat-miniProgram.js");

/** @param {string} demo the folder of a demo @param {string} [sdkFile] instead of our own */
export function prepare(demo, sdkFile = sdk) {
  if (!existsSync(sdkFile)) throw new Error("the SDK has not been built: npm run build -w packages/sdk");
  const source = join(demo, "src");
  rmSync(source, { recursive: true, force: true });
  mkdirSync(join(source, "sdk"), { recursive: true });
  cpSync(sdkFile, join(source, "sdk", "Rondo-chat-miniProgram.js"));
  cpSync(join(examples, "chat-core", "src"), join(source, "chat-core"), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare(process.argv[2] ?? join(examples, "alipay-demo"));
