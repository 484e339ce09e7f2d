/** What only our client does, or does otherwise than the official one: against a running server. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Admin, type Server, startServer } from "../../../testkit/src/index.ts";
import { connectionWith } from "../compat/connection-with.ts";
import type { Platform } from "../core/platform.ts";
import { contacts } from "../entries/contacts.ts";
import { message, messages } from "../entries/messages.ts";
import { rooms } from "../entries/rooms.ts";
import { search } from "../entries/search.ts";
import { users } from "../entries/users.ts";
import { findGlobals } from "../platforms/globals.ts";
import { node } from "../platforms/node.ts";
import type { MessagesType } from "../types/messages.ts";

const MIB = 1024 * 1024;
const PASSWORD = "secret";
const ALL = [messages, rooms, search, users, contacts] as const;

/** Node, whose connections can be cut and whose requests are written down. */
function cuttable() {
  const asked: string[] = [];
  const writingDown: typeof fetch = (url, init) => {
    const path = String(url)
      .replace(/[0-9a-f-]{36}/, "~")
      .replace(/\?.*/, "");
    asked.push(`${init?.method} ${path.slice(path.lastIndexOf("/chatfiles"))}`);
    return fetch(url, init);
  };
  const real = node({ ...findGlobals(), fetch: writingDown });
  let cutNow: () => void = () => {};
  const platform: Platform = {
    ...real,
    connect: (url, on) => {
      const socket = real.connect(url, on);
      cutNow = () => {
        socket.close();
        on.onClose({ why: "closed", code: undefined, detail: "cut" });
      };
      return socket;
    },
  };
  return { platform, asked, cut: () => cutNow() };
}

describe("with a server", () => {
  let server: Server;
  let admin: Admin;

  beforeAll(async () => {
    server = await startServer({ config: { messageSearch: true, appDefaults: { maxFileBytes: 64 * MIB } } });
    admin = new Admin(server);
  }, 60_000);
  afterAll(() => server.stop());

  /** Somebody who is online; `again`: on another device. */
  async function arrive(user: string, { again = false } = {}) {
    const { platform, cut, asked } = cuttable();
    const Connection = connectionWith(ALL, () => platform);
    const { appKey, rest, websocket } = server;
    const connection = new Connection({ appKey, url: websocket, apiUrl: rest, isFixedDeviceId: !again });
    if (!again) await connection.registerUser({ username: user, password: PASSWORD });
    const heard: MessagesType[] = [];
    const events: Array<{ operation: string; id: string; from: string; ext?: string }> = [];
    const lost: string[] = [];
    connection.addEventHandler("test", {
      onMessage: (list) => void heard.push(...(list as MessagesType[])),
      onChatroomEvent: (event) => void events.push(event),
      onChatroomLost: ({ id }) => void lost.push(id),
    });
    await connection.open({ user, pwd: PASSWORD });
    const say = (msg: string, to: string, chatType: "singleChat" | "chatRoom" = "singleChat") =>
      connection.send(message.create({ type: "txt", msg, to, chatType }));
    const texts = () => heard.map((one) => (one.type === "txt" ? one.msg : one.type));
    const back = () => vi.waitFor(() => expect(connection.isOpened()).toBe(true), { timeout: 20_000, interval: 50 });
    return { connection, cut, asked, heard, events, lost, say, texts, back };
  }

  const newRoom = async (owner: string): Promise<string> => {
    const body = { name: "hall", description: "d", maxusers: 50, owner, members: [] };
    const { data } = (await admin.expect("POST", "/chatrooms", body)) as { data: { id: string } };
    return data.id;
  };
  const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

  it("a large file goes up in parts, and comes down as it was; its sender sees it go", {
    timeout: 60_000,
  }, async () => {
    const [ann, ben] = [await arrive("up-ann"), await arrive("up-ben")];
    const bytes = Uint8Array.from({ length: 11 * MIB }, (_, at) => (at * 31 + (at >> 12)) & 0xff);
    const file = { data: new Blob([bytes], { type: "video/mp4" }), filename: "film.mp4", filetype: "mp4", url: "" };
    const progress: number[] = [];
    const film = message.create({
      type: "file",
      chatType: "singleChat",
      to: "up-ben",
      filename: "film.mp4",
      file,
      ext: { file_length: bytes.length },
      onFileUploadProgress: ({ loaded }) => void progress.push(loaded),
    });
    await ann.connection.send(film);
    const part = "PUT /chatfiles/part-upload/~";
    expect(ann.asked.filter((one) => one.includes("part-upload"))).toEqual([
      "POST /chatfiles/part-upload",
      part,
      part,
      part,
      "POST /chatfiles/part-upload/~",
    ]);
    expect(progress).toHaveLength(3);
    expect(progress.at(-1)).toBe(bytes.length);
    await soon(() => expect(ben.texts()).toEqual(["file"]));
    const [got] = ben.heard;
    if (got?.type !== "file") throw new Error("a file was expected");
    expect(got.filename).toBe("film.mp4");
    const down = await fetch(got.url ?? "");
    expect(Buffer.from(await down.arrayBuffer()).equals(bytes)).toBe(true);
    for (const one of [ann, ben]) one.connection.close();
  });

  it("an upload in parts that is cancelled is forgotten by the server", { timeout: 60_000 }, async () => {
    const ann = await arrive("cancel-ann");
    const file = { data: new Blob([new Uint8Array(16 * MIB)]), filename: "a", filetype: "", url: "" };
    const canceled = vi.fn();
    let cancel: () => void = () => {};
    const sent = ann.connection.send(
      message.create({
        type: "file",
        chatType: "singleChat",
        to: "somebody",
        filename: "a",
        file,
        ext: { file_length: 1 },
        onFileUploadStart: (end) => {
          cancel = end;
        },
        onFileUploadProgress: () => cancel(),
        onFileUploadCanceled: canceled,
      }),
    );
    await expect(sent).rejects.toMatchObject({ type: -4 });
    expect(canceled).toHaveBeenCalledOnce();
    await soon(() => expect(ann.asked.at(-1)).toBe("DELETE /chatfiles/part-upload/~"));
    ann.connection.close();
  });

  it("searchMessages finds what was said, page by page", { timeout: 60_000 }, async () => {
    const [ann, ben] = [await arrive("find-ann"), await arrive("find-ben")];
    for (const text of ["我们明天下午开会", "明天见", "Tomorrow it is"]) await ann.say(text, "find-ben");
    const found = async (params: Parameters<typeof ben.connection.searchMessages>[0]) => {
      const { messages: list, ...rest } = await ben.connection.searchMessages(params);
      return { texts: list.map((one) => (one.type === "txt" ? one.msg : one.type)), ...rest };
    };
    const both = await found({ keyword: "明天" });
    expect(both).toEqual({ texts: ["明天见", "我们明天下午开会"], cursor: "", isLast: true });
    const first = await found({ keyword: "明天", pageSize: 1 });
    expect(first).toEqual({ texts: ["明天见"], cursor: expect.stringMatching(/^\d+$/), isLast: false });
    const second = await found({ keyword: "明天", pageSize: 1, ...(first.cursor && { cursor: first.cursor }) });
    expect(second).toMatchObject({ texts: ["我们明天下午开会"], isLast: true });
    const from = { from: "find-ann", targetId: "find-ann", chatType: "singleChat", msgTypes: ["txt"] } as const;
    expect((await found({ ...from, keyword: "tom", endTime: Date.now() + 60_000 })).texts).toEqual(["Tomorrow it is"]);
    expect((await found({ ...from, startTime: Date.now() + 60_000 })).texts).toEqual([]);
    await expect(found({})).rejects.toMatchObject({ message: expect.stringContaining("word") });
    for (const one of [ann, ben]) one.connection.close();
  });

  it("after a cut the room is as before: nobody is told, and what is said there arrives", {
    timeout: 60_000,
  }, async () => {
    const [ann, ben] = [await arrive("room-ann"), await arrive("room-ben")];
    const room = await newRoom("room-ben");
    await ann.connection.joinChatRoom({ roomId: room, ext: "hat" });
    await soon(() => expect(ben.events).toHaveLength(1));
    ann.cut();
    const waiting = ann.say("from afar", room, "chatRoom");
    await ann.back();
    await waiting;
    await ben.say("welcome back", room, "chatRoom");
    await soon(() => expect([ann.texts(), ben.texts()]).toEqual([["welcome back"], ["from afar"]]));
    expect([ben.events.length, ann.lost]).toEqual([1, []]);
    for (const one of [ann, ben]) one.connection.close();
  });

  it("whose place in the room is gone comes in again with the same ext", { timeout: 60_000 }, async () => {
    const [ann, ben] = [await arrive("gone-ann"), await arrive("gone-ben")];
    const room = await newRoom("gone-ben");
    await ann.connection.joinChatRoom({ roomId: room, ext: "hat" });
    // As the server does after two minutes.
    const other = await arrive("gone-ann", { again: true });
    ann.cut();
    await other.connection.leaveChatRoom({ roomId: room });
    await ann.back();
    const presence = { operation: "memberPresence", id: room, from: "gone-ann", ext: "hat" };
    await soon(() =>
      expect(ben.events).toMatchObject([presence, { operation: "memberAbsence", from: "gone-ann" }, presence]),
    );
    for (const one of [ann, ben, other]) one.connection.close();
  });

  it("who was thrown out meanwhile stays out, and is told when a room is no more", { timeout: 60_000 }, async () => {
    const [ann, ben] = [await arrive("out-ann"), await arrive("out-ben")];
    const [room, ended] = [await newRoom("out-ben"), await newRoom("out-ben")];
    for (const roomId of [room, ended]) await ann.connection.joinChatRoom({ roomId });
    ann.cut();
    await ben.connection.removeChatRoomMember({ chatRoomId: room, username: "out-ann" });
    await admin.expect("DELETE", `/chatrooms/${ended}`);
    await ann.back();
    await soon(() => expect(ann.events).toMatchObject([{ operation: "removeMember", id: room }]));
    await soon(() => expect(ann.lost).toEqual([ended]));
    const inside = async (): Promise<string[]> => {
      const { data } = await ben.connection.getChatRoomMembers({ chatRoomId: room });
      return data?.members.map(({ userId }) => userId) ?? [];
    };
    await vi.waitFor(async () => expect(await inside()).toEqual(["out-ben"]), { timeout: 10_000, interval: 100 });
    for (const one of [ann, ben]) one.connection.close();
  });
});
