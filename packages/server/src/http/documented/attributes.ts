/**
 * Group ATT. Of ATT-01 two documented errors do not exist, because there is no bound of that kind: of all attributes of an
 * application together, and of a column of the database.
 */
import { expect } from "vitest";
import type { TestRest } from "../testing.ts";
import { haveAlice, illegal, type Operation, type Refusal } from "./operation.ts";

const path = "/metadata/user/alice";
const haveSign = async (rest: TestRest) => {
  await haveAlice(rest);
  await rest.call(path, { method: "PUT", token: rest.appToken, json: { sign: "hello" } });
};

const denied = { status: 401, error: "metadata_error", description: "auth error" };
const othersToken: Refusal = {
  ...denied,
  when: "the token is another user's",
  call: async (rest) => ({ token: await rest.register("bob") }),
};
const off: Refusal = {
  when: "the application has no attributes",
  before: (rest) => rest.apps.changeSettings(rest.appKey, { userAttributes: false }),
  status: 403,
  error: "FORBIDDEN",
  description: expect.stringMatching(/^rondo#test\d+ user metadata service not allow$/),
};

export const attributeOperations: readonly Operation[] = [
  {
    id: "ATT-01",
    endpoint: "setUserAttributes",
    before: haveSign,
    call: (rest) => ({
      path,
      method: "PUT",
      token: rest.appToken,
      text: "nickname=Ali&level=7",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    }),
    // The documentation of the server's interface shows those just set, that of the client's all of them.
    answer: () => ({ action: "put", path, data: { sign: "hello", nickname: "Ali", level: "7" } }),
    common: ["token", "app"],
    errors: [
      othersToken,
      off,
      {
        when: "there is no room for them",
        before: (rest) => rest.apps.changeSettings(rest.appKey, { maxUserAttributeBytes: 20 }),
        status: 403,
        error: "FORBIDDEN",
        description: "size of metadata for this single user exceeds the user defined limit, 20Bytes",
      },
    ],
  },
  {
    id: "ATT-02",
    endpoint: "getUserAttributes",
    before: haveSign,
    call: (rest) => ({ path, token: rest.appToken }),
    answer: () => ({ action: "get", path, data: { sign: "hello" } }),
    common: ["token", "app"],
    errors: [off],
  },
  {
    id: "ATT-03",
    endpoint: "getAttributesOfUsers",
    before: haveSign,
    call: (rest) => ({
      path: "/metadata/user/get",
      token: rest.appToken,
      json: { targets: ["alice", "nobody"], properties: ["sign", "nickname"] },
    }),
    answer: () => ({ action: "post", path: "/metadata/user/get", data: { alice: { sign: "hello" }, nobody: {} } }),
    common: ["token", "app"],
    errors: [
      off,
      {
        when: "there are more than 100",
        call: () => ({ json: { targets: Array.from({ length: 101 }, (_, n) => `user${n}`), properties: ["sign"] } }),
        status: 400,
        error: "BAD_REQUEST",
        description: "exceed allowed batch size 100",
      },
      illegal("nobody is named", "targets is required", () => ({ json: {} })),
    ],
  },
  {
    id: "ATT-04",
    endpoint: "getAttributeCapacity",
    before: haveSign,
    call: (rest) => ({ path: "/metadata/user/capacity", token: rest.appToken }),
    answer: () => ({ action: "get", path: "/metadata/user/capacity", data: "signhello".length }),
    common: ["app"],
    errors: [
      off,
      { ...othersToken, when: "the token is a user's" },
      { ...denied, when: "the token is none", call: () => ({ token: "x" }) },
    ],
  },
  {
    id: "ATT-05",
    endpoint: "removeUserAttributes",
    before: haveSign,
    call: (rest) => ({ path, method: "DELETE", token: rest.appToken }),
    answer: () => ({ action: "delete", path, data: true }),
    common: ["token", "app"],
    errors: [othersToken, off],
  },
];
