import { expect, it } from "vitest";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { report } from "./index.ts";

function witness(answer: (asked: Asked) => unknown = () => ({ status: "ok" })) {
  const platform = answeringPlatform(answer);
  return { asked: platform.asked, ...report(testClient({ platform })) };
}

const params = { reportType: "spam", reportReason: "sells things", messageId: "77" };

it("a message is reported, with who does it", async () => {
  const { reportMessage, asked } = witness();
  await expect(reportMessage(params)).resolves.toBeUndefined();
  const { reportType, reportReason } = params;
  expect(asked).toMatchObject([
    {
      method: "POST",
      path: "/user/alice/moderation/report/message/77",
      query: {},
      body: { username: "alice", reportType, reportReason },
    },
  ]);
});

it.each(["reportType", "reportReason", "messageId"])("without %s it is refused by a rejection", async (name) => {
  const { reportMessage, asked } = witness();
  await expect(reportMessage({ ...params, [name]: "" })).rejects.toMatchObject({ type: -3 });
  await expect((reportMessage as () => Promise<void>)()).rejects.toMatchObject({ type: -3 }); // as JavaScript may
  expect(asked).toEqual([]);
});

it.each([
  [400, "report failed, get message by id failed", 51],
  [403, "message report not open", 505],
])("what is refused with %i %j is %i", async (status, error_description, type) => {
  const { reportMessage } = witness(() => ({ status, text: JSON.stringify({ error_description }) }));
  await expect(reportMessage(params)).rejects.toMatchObject({ type });
});
