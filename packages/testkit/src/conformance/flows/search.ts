import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { type Flow, flow } from "../flow.ts";
import { withConfig } from "../with-settings.ts";

export const searchFlows: Flow[] = [
  flow(
    "search: what people said is found by those who were there, as it is now, also after a restart [SR1] [SR2] [SR4] [SR5]",
    (stage) =>
      withConfig(stage, { messageSearch: true }, async ({ venue, admin, server }) => {
        const alice = await venue.arrive("alice");
        const bob = await venue.arrive("bob");
        const eve = await venue.arrive("eve");
        const found = async (person: Person, word: string): Promise<string[]> => {
          const path = `/users/${person.id}/messages/search?word=${encodeURIComponent(word)}`;
          const { data } = await admin.expect("GET", path);
          const { messages } = data as { messages: { payload: string }[] }; // what the endpoint answers
          return messages.map(({ payload }) => JSON.parse(payload).bodies[0].msg);
        };
        const sent = await alice.send("txt", { msg: "我们明天下午开会" }, bob.id);
        await bob.send("txt", { msg: "明天见" }, alice.id);
        const last = await bob.send("txt", { msg: "Tomorrow it is" }, alice.id);
        await alice.waitFor<Message>("onTextMessage", ({ id }) => id === last.serverMsgId);
        for (const person of [alice, bob]) expect(await found(person, "明天")).toEqual(["明天见", "我们明天下午开会"]);
        expect(await found(alice, "tom")).toEqual(["Tomorrow it is"]);
        expect(await found(eve, "明天")).toEqual([]);

        await alice.modify(sent.serverMsgId, "txt", { msg: "我们后天下午开会" }, bob.id);
        expect(await found(bob, "明天")).toEqual(["明天见"]);
        expect(await found(bob, "后天")).toEqual(["我们后天下午开会"]);
        await alice.call("recallMessage", { mid: sent.serverMsgId, to: bob.id, chatType: "singleChat" });
        expect(await found(alice, "开会")).toEqual([]);
        await server.restart();
        expect(await found(alice, "明天")).toEqual(["明天见"]);
      }),
    { needs: "process" },
  ),

  flow(
    "search: is clearly not there where the operator has not switched it on [SR9]",
    async ({ pair, admin }) => {
      const { alice } = await pair();
      const { status, body } = await admin.request("GET", `/users/${alice.id}/messages/search?word=a`);
      expect(status).toBe(403);
      expect(body.error_description).toBe("message search: service not open!");
    },
    { needs: "admin" },
  ),
];
