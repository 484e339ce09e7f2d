import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { requireChromium } from "./official/chromium.ts";

const SDK_BUILD = fileURLToPath(new URL("../../sdk/build.ts", import.meta.url));

/** Before a test run: the browser is there, and is installed once instead of by every file that needs it; our SDK is built. */
export default function setUp(): void {
  requireChromium();
  execFileSync(process.execPath, [SDK_BUILD], { stdio: ["ignore", "ignore", "inherit"] });
}
