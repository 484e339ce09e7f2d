/** What every implementation of `Timelines` must do, whatever engine it stands on. */
import { afterEach, beforeEach, describe } from "vitest";
import { appendContract } from "./contract/append.ts";
import { devicesContract } from "./contract/devices.ts";
import { historyContract } from "./contract/history.ts";
import { retentionContract } from "./contract/retention.ts";
import type { StoreUnderTest } from "./contract/world.ts";

export function timelinesContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`timelines on ${name}`, () => {
    let store: StoreUnderTest;
    beforeEach(async () => {
      store = await create();
    });
    afterEach(() => store.destroy());

    appendContract(() => store);
    devicesContract(() => store);
    historyContract(() => store);
    retentionContract(() => store);
  });
}
