import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import LongFirst from "./packages/testkit/src/long-first.ts";

// Hundreds of processes and threads of one run load the same modules: compiled once, and stripped of types once.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "bench/load/**/*.test.ts",
      // Alipay's own simulator, where it can be installed.
      "packages/testkit/src/examples/alipay-demo.e2e.ts",
    ],
    // Real sockets, argon2 and fsync on small machines: a stuck test fails, a slow one does not.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Half of the long tests is waiting: for a token to expire, a browser to paint, a server to start.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    globalSetup: ["./packages/testkit/src/global-setup.ts"],
    reporters: ["default", "./packages/testkit/src/closing-line.ts"],
  },
});
