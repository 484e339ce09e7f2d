import { describe, expect, it } from "vitest";
import { type Asked, answeringPlatform, testConfig } from "../testing/client.ts";
import { requestToken, requestTokenExpiry } from "./login.ts";

const deps = (answer: (asked: Asked) => unknown) => ({ platform: answeringPlatform(answer), config: testConfig() });
const failing = (status: number, body: unknown) => deps(() => ({ status, text: JSON.stringify(body) }));

describe("a token for a password", () => {
  it("is asked for without a token, and comes with its time", async () => {
    const asking = deps(() => ({ access_token: "t", expires_in: 3600 }));
    await expect(requestToken(asking, "Alice", "secret")).resolves.toEqual({
      accessToken: "t",
      expiresInSeconds: 3600,
    });
    expect(asking.platform.asked[0]).toEqual({
      method: "POST",
      path: "/token",
      query: {},
      headers: { "Content-Type": "application/json" },
      body: { grant_type: "password", username: "Alice", password: "secret", timestamp: expect.any(Number) },
    });
  });

  it.each([
    [400, "invalid password"],
    [404, "user not found"],
  ])("is refused as 1 with the text of the server (%i %s)", async (status, text) => {
    const asking = failing(status, { error: "invalid_grant", error_description: text });
    await expect(requestToken(asking, "alice", "x")).rejects.toMatchObject({
      type: 1,
      message: text,
      data: { data: { error_description: text } },
    });
  });

  it("is refused as 1 when the answer has none", async () => {
    await expect(
      requestToken(
        deps(() => ({ expires_in: 1 })),
        "alice",
        "x",
      ),
    ).rejects.toMatchObject({ type: 1 });
  });
});

describe("the end of a token", () => {
  it("is asked for with that token", async () => {
    const asking = deps(() => ({ expire_timestamp: 1_900_000_000_000 }));
    await expect(requestTokenExpiry(asking, "alice", "new")).resolves.toMatchObject({ expiresAt: 1_900_000_000_000 });
    expect(asking.platform.asked[0]).toMatchObject({
      path: "/sdk/users/alice/token/expires",
      headers: { Authorization: "Bearer new" },
    });
  });

  it("is unknown when the server does not say", async () => {
    await expect(
      requestTokenExpiry(
        deps(() => ({})),
        "alice",
        "new",
      ),
    ).resolves.toMatchObject({ expiresAt: undefined });
  });

  it("is refused for a token of somebody else", async () => {
    const asking = failing(401, { error_description: "Unable to authenticate (OAuth)" });
    await expect(requestTokenExpiry(asking, "alice", "bobs")).rejects.toMatchObject({ type: 52 });
  });
});
