import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ifChanged } from "../../../../scripts/if-changed.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const run = promisify(execFile);

let isBuilt: Promise<void> | undefined;

/**
 * The program that is shipped, made from the sources as they are. It starts in half the time that the sources take, and
 * tests start hundreds of servers.
 */
export async function builtServer(): Promise<string> {
  isBuilt ??= ifChanged({
    sources: ["packages/server/src", "packages/server/tsdown.config.ts", "packages/protocol/src", "package-lock.json"],
    result: "packages/server/dist/main.js",
    build: async () => {
      await run("npm", ["run", "--silent", "build", "-w", "packages/server"], { cwd: ROOT });
    },
  });
  await isBuilt;
  return fileURLToPath(new URL("../../../server/dist/main.js", import.meta.url));
}
