import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ifChanged } from "../../../scripts/if-changed.ts";
import { requireChromium } from "./official/chromium.ts";

const SDK_BUILD = fileURLToPath(new URL("../../sdk/build.ts", import.meta.url));

/** Before a test run: the browser is there, and is installed once instead of by every file that needs it; our SDK is built. */
export default async function setUp(): Promise<void> {
  requireChromium();
  await ifChanged({
    sources: [
      "packages/sdk/src",
      "packages/sdk/build",
      "packages/sdk/build.ts",
      "packages/protocol/src",
      "package-lock.json",
    ],
    result: "packages/sdk/dist/Rondo-chat-miniProgram.js",
    build: () => void execFileSync(process.execPath, [SDK_BUILD], { stdio: ["ignore", "ignore", "inherit"] }),
  });
}
