import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import { expectRefusal, settledTexts } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";
import { withSettings } from "../with-settings.ts";

interface Report {
  readonly id: string;
  readonly reporter: string;
  readonly reportType: string;
  readonly reportReason: string;
  readonly state: string;
  readonly message: { readonly id: string; readonly from: string; readonly payload: string };
}

export const reportFlows: Flow[] = [
  flow(
    "reports: a message is reported once, by who sees it, and its sender learns nothing [RP1] [RP3] [RP4]",
    async ({ venue, admin }) => {
      const alice = await venue.arrive("alice");
      const bob = await venue.arrive("bob");
      const eve = await venue.arrive("eve");
      const reports = async (): Promise<Report[]> => {
        const { data } = await admin.expect("GET", "/moderation/reports?limit=100");
        const all = (data as { reports: Report[] }).reports; // what the endpoint answers
        return all.filter(({ message }) => message.from === alice.id);
      };
      const sent = await alice.send("txt", { msg: "buy this" }, bob.id);
      await bob.waitFor<Message>("onTextMessage", ({ id }) => id === sent.serverMsgId);
      const report = { reportType: "spam", reportReason: "sells 东西", messageId: sent.serverMsgId };
      const mark = alice.events.mark();
      await bob.call("reportMessage", report);
      await bob.call("reportMessage", { ...report, reportReason: "again" });
      const [made, ...more] = await reports();
      expect(more).toEqual([]);
      expect(made).toMatchObject({ reporter: bob.id, reportType: "spam", reportReason: "sells 东西", state: "open" });
      expect(made?.message.id).toBe(sent.serverMsgId);
      expect(JSON.parse(made?.message.payload ?? "{}").bodies).toMatchObject([{ type: "txt", msg: "buy this" }]);

      await expectRefusal(eve.call("reportMessage", report), 51);
      await expectRefusal(bob.call("reportMessage", { ...report, messageId: "4711" }), 51);
      expect(await settledTexts(bob, alice, { mark }), "nothing reached the sender").toEqual([]);
      expect(alice.events.all("onError", () => true, mark)).toEqual([]);

      await alice.call("recallMessage", { mid: sent.serverMsgId, to: bob.id, chatType: "singleChat" });
      await bob.waitFor("onRecallMessage", ({ mid }: { mid?: string }) => mid === sent.serverMsgId);
      expect((await reports())[0]?.message.payload, "the moderators still see it").toContain("buy this");
      await admin.expect("PUT", `/moderation/reports/${made?.id}`, { state: "handled" });
      expect((await reports()).map(({ state }) => state)).toEqual(["handled"]);
    },
    { needs: "admin" },
  ),

  flow(
    "reports: are clearly refused where the application takes none [RP9]",
    (stage) =>
      withSettings(stage, { messageReports: false }, async ({ venue }) => {
        const alice = await venue.arrive("alice");
        const bob = await venue.arrive("bob");
        const { serverMsgId: messageId } = await alice.send("txt", { msg: "buy this" }, bob.id);
        await bob.waitFor<Message>("onTextMessage", ({ id }) => id === messageId);
        await expectRefusal(
          bob.call("reportMessage", { reportType: "spam", reportReason: "sells things", messageId }),
          505,
        );
      }),
    { needs: "process" },
  ),
];
