import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "bench/load/**/*.test.ts"],
    // Real sockets, argon2 and fsync on small machines: a stuck test fails, a slow one does not.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: ["./packages/testkit/src/global-setup.ts"],
    reporters: ["default", "./packages/testkit/src/closing-line.ts"],
  },
});
