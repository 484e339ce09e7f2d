import { expect, it } from "vitest";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { rtc } from "./index.ts";

function caller(answer: (asked: Asked) => unknown) {
  const platform = answeringPlatform(answer);
  return { asked: platform.asked, ...rtc(testClient({ platform })) };
}

it("a token is for one channel or for all", async () => {
  const answer = { app_id: "a", rtc_token: "t", channel_name: "room&1", rtcUid: 7, expires_in: 600 };
  const { getRTCToken, asked } = caller(() => answer);
  await expect(getRTCToken("room&1")).resolves.toEqual({
    type: 0,
    data: { appId: "a", RTCToken: "t", channelName: "room&1", RTCUId: 7, expire: 600 },
  });
  await getRTCToken();
  expect(asked.map(({ method, path, query }) => [method, path, query])).toEqual([
    ["GET", "/users/alice/token/rtc", { channelName: "room&1" }],
    ["GET", "/users/alice/token/rtc", { channelName: "*" }],
  ]);
});

it("what the server does not say is nothing", async () => {
  const { getRTCToken, getUserIdByRTCUIds } = caller(() => ({}));
  const data = { appId: "", RTCToken: "", channelName: "", RTCUId: 0, expire: 0 };
  await expect(getRTCToken()).resolves.toEqual({ type: 0, data });
  await expect(getUserIdByRTCUIds([1])).resolves.toEqual({ type: 0, data: {} });
});

it("numbers have users", async () => {
  const { getUserIdByRTCUIds, asked } = caller(() => ({ data: { 7: "alice" } }));
  await expect(getUserIdByRTCUIds([7, 8])).resolves.toEqual({ type: 0, data: { 7: "alice" } });
  expect(asked).toMatchObject([{ method: "POST", path: "/rtc_mapper/batch/get", body: { data: [7, 8] } }]);
});

it.each([[[]], [undefined], [7]])("the numbers %j are refused by a rejection", async (numbers) => {
  const { getUserIdByRTCUIds, asked } = caller(() => ({}));
  await expect(getUserIdByRTCUIds(numbers as number[])).rejects.toMatchObject({ type: -3 }); // as JavaScript may
  expect(asked).toEqual([]);
});
