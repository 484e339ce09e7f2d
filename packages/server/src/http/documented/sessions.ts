/** Group ONL. That sessions end at once is shown with real ones in `sign-out.test.ts`. */
import type { TestRest } from "../testing.ts";
import { haveAlice, illegal, type Operation } from "./operation.ts";

const device = { res: "android_1", device_uuid: "u", device_name: "n" };
const aliceIsOnline = async (rest: TestRest) => rest.online.set("alice", [device]);

const disconnect = (endpoint: string, method: "GET" | "POST" | "DELETE", path: string): Operation => ({
  id: path.endsWith("disconnect") ? "ONL-01" : "ONL-02",
  endpoint,
  before: haveAlice,
  call: (rest) => ({ path, method, token: rest.appToken }),
  answer: () => ({ action: method.toLowerCase(), path, entities: [], data: { result: true }, count: 0 }),
  common: ["token", "only-app", "app", "user"],
  errors: [],
});

export const sessionOperations: readonly Operation[] = [
  disconnect("disconnectUser", "GET", "/users/alice/disconnect"),
  disconnect("disconnectUserByPost", "POST", "/users/alice/disconnect"),
  disconnect("disconnectDevice", "DELETE", "/users/alice/disconnect/android_1"),
  disconnect("disconnectDeviceByGet", "GET", "/users/alice/disconnect/android_1"),
  disconnect("disconnectDeviceByPost", "POST", "/users/alice/disconnect/android_1"),
  {
    id: "ONL-03",
    endpoint: "getUserStatus",
    before: aliceIsOnline,
    call: (rest) => ({ path: "/users/Alice/status", token: rest.appToken }),
    answer: () => ({ action: "get", path: "/users/Alice/status", entities: [], data: { alice: "online" }, count: 0 }),
    common: ["token", "only-app", "app"],
    errors: [],
  },
  {
    id: "ONL-04",
    endpoint: "getStatusOfUsers",
    before: aliceIsOnline,
    call: (rest) => ({
      path: "/users/batch/status",
      token: rest.appToken,
      json: { usernames: ["Alice", "bob", "not legal"] },
    }),
    answer: () => ({
      action: "get batch user status",
      path: "/users/batch/status",
      data: [{ Alice: "online" }, { bob: "offline" }, { "not legal": "offline" }],
      count: 3,
    }),
    common: ["token", "only-app", "app"],
    errors: [
      illegal("there are more than 100", "request body exceeds maximum limit, maximum limit is 100", () => ({
        json: { usernames: Array.from({ length: 101 }, (_, n) => `user${n}`) },
      })),
      illegal("nobody is named", "usernames is required", () => ({ json: {} })),
    ],
  },
  {
    id: "ONL-05",
    endpoint: "listUserResources",
    before: aliceIsOnline,
    call: (rest) => ({ path: "/users/alice/resources", token: rest.appToken }),
    answer: () => ({ action: "get", path: "/users/alice/resources", entities: [], data: [device], count: 1 }),
    common: ["token", "only-self", "app"],
    errors: [],
  },
];
