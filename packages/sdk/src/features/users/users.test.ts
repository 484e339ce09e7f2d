import { describe, expect, it, vi } from "vitest";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { devices } from "../devices/index.ts";
import { users } from "./index.ts";

function people(answer: (asked: Asked) => unknown = () => ({ data: {} })) {
  const platform = answeringPlatform(answer);
  return { platform, asked: platform.asked, ...users(testClient({ platform })) };
}

/** Calls as JavaScript does, whatever the types say. */
const call = (method: (...args: never[]) => Promise<unknown>, ...args: unknown[]): Promise<unknown> =>
  (method as (...args: unknown[]) => Promise<unknown>)(...args);

describe("user information", () => {
  it("is asked for several users, by default all of it", async () => {
    const { fetchUserInfoById, asked } = people(() => ({ data: { bob: { nickname: "Bob" } }, duration: 3 }));
    await expect(fetchUserInfoById("bob")).resolves.toEqual({
      type: 0,
      data: { bob: { nickname: "Bob" } },
      duration: 3,
    });
    await fetchUserInfoById(["bob", "carol"], "nickname");
    expect(asked.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        method: "POST",
        path: "/metadata/user/get",
        body: {
          targets: ["bob"],
          properties: ["nickname", "avatarurl", "mail", "phone", "gender", "sign", "birth", "ext"],
        },
      },
      {
        method: "POST",
        path: "/metadata/user/get",
        body: { targets: ["bob", "carol"], properties: ["nickname"] },
      },
    ]);
  });

  it("is set by an object or by key and value, as an encoded form", async () => {
    const { updateUserInfo, updateOwnUserInfo, asked } = people();
    expect(updateOwnUserInfo).toBe(updateUserInfo);
    await updateUserInfo({ nickname: "A&B", gender: 1 });
    await updateUserInfo("sign", "a=b");
    await call(updateUserInfo, { nope: 1, mail: undefined, ext: "x" });
    expect(asked.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["PUT", "/metadata/user/alice", "nickname=A%26B&gender=1"],
      ["PUT", "/metadata/user/alice", "sign=a%3Db"],
      ["PUT", "/metadata/user/alice", "ext=x"],
    ]);
  });

  it.each([
    ["fetchUserInfoById", []],
    ["fetchUserInfoById", [1]],
    ["updateUserInfo", []],
    ["updateUserInfo", [["nickname"]]],
    ["updateUserInfo", ["nickname"]],
    ["updateUserInfo", ["nope", "x"]],
    ["registerUser", []],
    ["registerUser", [{ username: "a" }]],
    ["registerUser", [{ password: "a" }]],
    ["getTokenExpireTimestamp", []],
  ] as const)("%s refuses %j by a rejection, without asking", async (method, args) => {
    const methods = people();
    await expect(call(methods[method], ...args)).rejects.toMatchObject({ type: -3 });
    expect(methods.asked).toEqual([]);
  });

  it("has a name for notifications", async () => {
    const { updateCurrentUserNick, asked } = people(() => ({ entities: [{ nickname: "x" }] }));
    await expect(updateCurrentUserNick("x")).resolves.toMatchObject({ type: 0, entities: [{ nickname: "x" }] });
    expect(asked[0]).toMatchObject({ method: "PUT", path: "/users/alice", body: { nickname: "x" } });
  });
});

describe("a registration", () => {
  const registration = { username: "carol", password: "p" };

  it("needs no login", async () => {
    const { registerUser, asked } = people(() => ({ entities: [{ username: "carol" }] }));
    await expect(registerUser(registration)).resolves.toEqual({ type: 0, entities: [{ username: "carol" }] });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/users", body: { ...registration, nickname: "" } });
    expect(asked[0]?.headers).not.toHaveProperty("Authorization");
  });

  it("tells the old callbacks too, even if they throw", async () => {
    const success = vi.fn(() => {
      throw new Error("of the application");
    });
    const error = vi.fn();
    await people(() => ({ entities: [] })).registerUser({ ...registration, success, error });
    expect(success).toHaveBeenCalledWith(expect.objectContaining({ entities: [] }));
    expect(error).not.toHaveBeenCalled();
    const refusing = people(() => ({ status: 400, text: '{"error_description":"username be unique"}' }));
    await expect(refusing.registerUser({ ...registration, error })).rejects.toMatchObject({ type: 17 });
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ type: 17, message: "username be unique" }));
  });
});

describe("the end of a token", () => {
  it("comes as the server says it", async () => {
    const { getTokenExpireTimestamp } = people(() => ({ expire_timestamp: 5 }));
    await expect(getTokenExpireTimestamp("t")).resolves.toEqual({ type: 0, expire_timestamp: 5 });
  });
});

describe("own devices", () => {
  const list = (answer: unknown) =>
    devices(testClient({ platform: answeringPlatform(() => answer) })).getSelfIdsOnOtherPlatform();

  it("are the others", async () => {
    await expect(list({ data: [{ res: "res-1" }, { res: "web_2" }, { res: "wx_3" }] })).resolves.toEqual({
      type: 0,
      data: ["alice/web_2", "alice/wx_3"],
    });
  });

  it("are none when the server names none", async () => {
    await expect(list({})).resolves.toMatchObject({ data: [] });
    await expect(list({ data: {} })).resolves.toMatchObject({ data: [] });
  });
});
