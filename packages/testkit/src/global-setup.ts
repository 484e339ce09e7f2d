import { requireChromium } from "./official/chromium.ts";

/** Before a test run: the browser is there, and is installed once instead of by every file that needs it. */
export default function setUp(): void {
  requireChromium();
}
