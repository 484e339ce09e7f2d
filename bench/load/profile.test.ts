import { expect, it } from "vitest";
import { costsOf } from "./profile.ts";

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 9 });
const profile = {
  nodes: [
    { id: 1, callFrame: frame("(root)", ""), children: [2, 3] },
    { id: 2, callFrame: frame("(idle)", "") },
    { id: 3, callFrame: frame("handle", "file:///x/packages/server/src/gateway/session.ts"), children: [4] },
    { id: 4, callFrame: frame("writev", "") },
  ],
  samples: [3, 4, 4, 2],
};

it("a profile is summed by function, place and caller", () => {
  const costs = costsOf(profile);
  expect(costs).toMatchObject({ samples: 4, idle: 0.25 });
  expect(costs.self).toEqual([
    { name: "writev", share: 0.5 },
    { name: "handle server/src/gateway/session.ts:10", share: 0.25 },
  ]);
  expect(costs.places[1]).toEqual({ name: "server/gateway", share: 0.25 });
  expect(costs.inclusive).toEqual([{ name: "handle server/src/gateway/session.ts:10", share: 0.75 }]);
});
