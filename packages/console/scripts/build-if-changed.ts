/** Builds the pages when something they are made of has changed since the last build; otherwise it takes a few milliseconds. */
import { fileURLToPath } from "node:url";
import { ifChanged } from "../../../scripts/if-changed.ts";

await ifChanged({
  // The pages, and what they import of the workspace.
  sources: [
    "packages/console/src",
    "packages/console/public",
    "packages/console/index.html",
    "packages/console/package.json",
    "packages/console/vite.config.ts",
    "packages/protocol/src",
    "packages/sdk/src",
    "package-lock.json",
  ],
  result: "packages/console/dist/index.html",
  build: async () => {
    // Whoever starts it (a test run, say): what is built is what is shipped.
    process.env.NODE_ENV = "production";
    // Loaded only now: most starts need no build.
    const { build } = await import("vite");
    await build({ configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)), logLevel: "warn" });
  },
});
