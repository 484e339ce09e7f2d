import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { type Flow, flow, type Stage } from "../flow.ts";
import { company, history } from "./group-cast.ts";

interface Streamed extends Message {
  readonly msg: string;
  readonly stream: {
    readonly customType: string;
    readonly status: number;
    readonly errorType: number;
    readonly text: string;
    readonly finishReason?: number;
  };
}

const START = 0;
const ONLY = 1;
const NEXT = 2;
const DONE = 3;

/** A text that the application's server writes to somebody, piece by piece. */
class Writing {
  id = "";
  private readonly stage: Stage;
  private readonly path: string;
  private readonly names: { from: string; to: string };
  private seq = 0;

  constructor(stage: Stage, path: "user" | "chatgroup", names: { from: string; to: string }) {
    this.stage = stage;
    this.path = `/stream_message/${path}`;
    this.names = names;
  }

  async write(msg: string, more: Record<string, unknown> = {}): Promise<void> {
    const msgId = this.id === "" ? undefined : this.id;
    const body = { ...this.names, body: { msgId, msg, seq: this.seq++, ...more }, ext: { model: "m" } };
    const answer = await this.stage.admin.expect("POST", this.path, body);
    expect("data" in answer).toBe(msgId === undefined);
    this.id ||= (answer.data as { msgId: string }).msgId; // what the first piece answers
  }

  /** What somebody has been shown of it: which part, the new text and the whole. */
  shownTo(who: Person, after = 0): Array<[status: number, text: string, msg: string]> {
    return who.events
      .all<Streamed>("onStreamMessage", ({ id }) => id === this.id, after)
      .map(({ stream, msg }) => [stream.status, stream.text, msg]);
  }

  shows(who: Person, msg: string): Promise<Streamed> {
    return who.waitFor<Streamed>("onStreamMessage", (part) => part.id === this.id && part.msg === msg);
  }
}

/** Nothing of what was sent to somebody before is still to come. */
async function settled(stage: Stage, who: Person): Promise<void> {
  const wish = { to: [who.id], type: "txt", body: { msg: "that was all" } };
  const { data } = await stage.admin.expect("POST", "/messages/users", wish);
  const id = (data as Record<string, string>)[who.id];
  await who.waitFor<Message>("onTextMessage", (message) => message.id === id);
}

/** Streamed texts. */
export const streamFlows: Flow[] = [
  flow(
    "a streamed text: shown piece by piece, once, and whole in history and the list [ST1] [ST2]",
    async (stage) => {
      const { venue } = stage;
      const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
      const answer = new Writing(stage, "user", { from: alice.id, to: bob.id });
      await answer.write("Hel", { type: "markdown" });
      const first = await answer.shows(bob, "Hel");
      expect(first).toMatchObject({
        from: alice.id,
        to: bob.id,
        chatType: "singleChat",
        type: "txt",
        ext: { model: "m" },
      });
      expect(first.stream).toMatchObject({ customType: "markdown", status: START, errorType: 0, text: "Hel" });
      await answer.write("lo, ");
      await answer.shows(bob, "Hello, ");
      await answer.write("world", { finish: true, finishReason: 3 });
      expect((await answer.shows(bob, "Hello, world")).stream).toMatchObject({ status: DONE, finishReason: 3 });
      await settled(stage, bob);
      expect(answer.shownTo(bob)).toEqual([
        [START, "Hel", "Hel"],
        [NEXT, "lo, ", "Hello, "],
        [DONE, "world", "Hello, world"],
      ]);
      expect(alice.events.all("onStreamMessage")).toEqual([]);
      expect(bob.events.all<Message>("onTextMessage", ({ id }) => id === answer.id)).toEqual([]);

      const page = { targetId: alice.id, chatType: "singleChat", pageSize: 20 };
      const { messages } = await bob.call<{ messages: Streamed[] }>("getHistoryMessages", page);
      expect(messages).toMatchObject([{ id: answer.id, msg: "Hello, world", stream: { text: "Hello, world" } }]);
      const list = await bob.call<{ data: { conversations: Array<{ lastMessage: Message }> } }>(
        "getServerConversations",
        { pageSize: 20 },
      );
      const last = list.data.conversations.map(({ lastMessage }) => lastMessage).find(({ id }) => id === answer.id);
      expect(last).toMatchObject({ type: "txt", msg: "Hello, world", stream: { status: DONE } });
    },
    { needs: "admin" },
  ),

  flow(
    "a streamed text of one piece, and one for who comes when it is over: whole, once [ST2]",
    async (stage) => {
      const { venue } = stage;
      const bob = await venue.arrive("bob");
      const short = new Writing(stage, "user", { from: "admin", to: bob.id });
      await short.write("Yes.", { finish: true });
      await short.shows(bob, "Yes.");
      await settled(stage, bob);
      expect(short.shownTo(bob)).toEqual([[ONLY, "Yes.", "Yes."]]);

      const later = await venue.sit("later");
      await later.register();
      const answer = new Writing(stage, "user", { from: "admin", to: later.id });
      for (const piece of ["a", "b", "c"]) await answer.write(piece);
      await answer.write("d", { finish: true });
      await later.login();
      await answer.shows(later, "abcd");
      await settled(stage, later);
      expect(answer.shownTo(later)).toEqual([[ONLY, "abcd", "abcd"]]);
    },
    { needs: "admin" },
  ),

  flow(
    "a streamed text for who comes, and who is away, while it is written: complete at its end [ST1]",
    async (stage) => {
      const { venue } = stage;
      const bob = await venue.arrive("bob");
      bob.seat.speedUp(4);
      const answer = new Writing(stage, "user", { from: "admin", to: bob.id });
      await answer.write("a");
      await answer.write("b");
      await answer.shows(bob, "ab");
      const before = bob.events.mark();
      await bob.seat.goOffline();
      await answer.write("c");
      await bob.seat.goOnline();
      await bob.waitFor("onConnected", () => true, { after: before });
      await answer.write("d");
      const desk = await venue.arriveAgain(bob);
      await answer.write("e", { finish: true });
      await answer.shows(bob, "abcde");
      await answer.shows(desk, "abcde");
      await settled(stage, bob);
      expect(answer.shownTo(bob)).toEqual([
        [START, "a", "a"],
        [NEXT, "b", "ab"],
        [DONE, "cde", "abcde"],
      ]);
      expect(answer.shownTo(desk).at(-1)?.[0]).toBe(DONE);
    },
    { needs: "admin" },
  ),

  flow(
    "a streamed text to a group; recalled while it is written [ST3] [ST6]",
    async (stage) => {
      const { alice, bob, later, group } = await company(stage);
      const answer = new Writing(stage, "chatgroup", { from: "admin", to: group });
      await answer.write("a");
      for (const each of [alice, bob]) await answer.shows(each, "a");
      await answer.write("b", { finish: true });
      for (const each of [alice, bob]) {
        expect(await answer.shows(each, "ab")).toMatchObject({ chatType: "groupChat", to: group, from: "admin" });
      }
      await later.login();
      await answer.shows(later, "ab");
      expect((await history(later, group)).map(({ msg }) => msg)).toEqual(["ab"]);

      const unwanted = new Writing(stage, "chatgroup", { from: "admin", to: group });
      await unwanted.write("oops");
      await unwanted.shows(bob, "oops");
      const wish = { msg_id: unwanted.id, to: group, chat_type: "groupchat", force: true };
      await stage.admin.expect("POST", "/messages/msg_recall", wish);
      await bob.waitFor<Message & { mid: string }>("onRecallMessage", ({ mid }) => mid === unwanted.id);
      await expect(unwanted.write("more")).rejects.toThrow("14031");
    },
    { needs: "admin" },
  ),
];
