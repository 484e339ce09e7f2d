import { defineConfig } from "vitest/config";

/**
 * The Alipay demo in Alipay's own simulator, alone: to look at it (`RONDO_SCREENSHOTS`), and to record what the imitation of
 * `my` is compared with. The story is part of `npm test` as well.
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
