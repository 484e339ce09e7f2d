import { afterAll, beforeAll, expect, it } from "vitest";
import { TestRest } from "./testing.ts";

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start();
});
afterAll(() => rest.close());

it("smoke", async () => {
  console.log(await rest.call("/users", { json: { username: "Alice", password: "x", nickname: "" } }));
  const t = await rest.call("/token", { json: { grant_type: "password", username: "aLice", password: "x" } });
  console.log(t);
  console.log(await rest.call("/users/ALICE?a=1&a=undefined", { token: t.body.access_token }));
  console.log(await rest.call("/sdk/users/ALICE/token/expires", { token: t.body.access_token }));
  console.log(await rest.raw("/rondo/nope/users"));
  console.log(await rest.raw("/easemob/server.json?app_key=rondo%23demo", {headers: {host: "localhost:8080"}}));
  console.log((await rest.raw("/metrics")).body.slice(0, 500));
  expect(t.status).toBe(200);
});
