import { defineConfig } from "vitest/config";

/**
 * The Alipay demo in Alipay's own simulator: two phones in a browser that take touches for what they are only where nothing
 * else keeps the machine busy. So it is a run of its own: `npm run demo:test`.
 */
export default defineConfig({
  test: {
    include: ["packages/testkit/src/examples/*.e2e.ts"],
    hookTimeout: 300_000,
    maxWorkers: 1,
    globalSetup: ["./packages/testkit/src/global-setup.ts"],
    reporters: ["default", "./packages/testkit/src/closing-line.ts"],
  },
});
