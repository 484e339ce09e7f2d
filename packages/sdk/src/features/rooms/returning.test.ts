import {
  CommSyncDL,
  CommSyncUL,
  conferenceJid,
  decode,
  embed,
  encode,
  type Meta,
  MetaNameSpace,
  MSyncCommand,
  MucBody,
  MucBodyOperation,
} from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import { ScriptedHost, type ScriptedSocket } from "../../testing/scripted-host.ts";
import type { ChatRoomMethods } from "../../types/rooms.ts";
import { rooms } from "./index.ts";

const LOGIN = { user: "ann", accessToken: "token" };
/** Longer than the delay before the first attempt, and shorter than one may take. */
const A_WHILE_MS = 3000;

interface Sent {
  readonly id: string;
  readonly what: string;
}

/** What was asked on a socket: `join 1 ext`, `leave 1`, or the text of a message. */
function asked(socket: ScriptedSocket): Sent[] {
  const sent: Sent[] = [];
  for (const { command, payload } of socket.frames) {
    const meta = command === MSyncCommand.SYNC && payload ? decode(CommSyncUL, payload).meta : undefined;
    if (!meta) continue;
    const { id = "" } = meta;
    if (meta.ns !== MetaNameSpace.MUC) sent.push({ id, what: "message" });
    else {
      const { operation, mucId, ext } = decode(MucBody, meta.payload ?? new Uint8Array());
      const verb = operation === MucBodyOperation.JOIN ? "join" : "leave";
      sent.push({ id, what: [verb, mucId?.name, ext].filter(Boolean).join(" ") });
    }
  }
  return sent;
}

const whatIn = (socket: ScriptedSocket): string[] => asked(socket).map(({ what }) => what);

function answer(
  socket: ScriptedSocket,
  id: string | undefined,
  refusal?: { errorCode: number; reason: string },
  metas: Meta[] = [],
): void {
  const ack = { status: refusal ?? { errorCode: 0 }, metaId: id ?? "", serverId: "9", timestamp: 1, metas };
  socket.say(MSyncCommand.SYNC, embed(CommSyncDL, ack));
}

/** Something has happened in a room. */
function happens(socket: ScriptedSocket, room: string, operation: number): void {
  const mucId = conferenceJid("org#app", room);
  const payload = encode(MucBody, { mucId, operation, from: { name: "owner" }, isChatroom: true });
  const metas = [{ id: `${room}${operation}`, ns: MetaNameSpace.MUC, payload }];
  socket.say(MSyncCommand.SYNC, embed(CommSyncDL, { metas, queue: mucId, nextKey: "1", isLast: true }));
}

/** Logged in and in some rooms. */
async function inRooms(joins: Record<string, string | undefined>, options: { autoReconnectNumMax?: number } = {}) {
  const host = new ScriptedHost();
  const made = host.connection(options, [rooms]);
  const connection = made.connection as typeof made.connection & ChatRoomMethods;
  const lost: unknown[] = [];
  const rejoined: unknown[] = [];
  connection.addEventHandler("rooms", {
    onChatroomLost: ({ id, error }) => void lost.push([id, error.type]),
    onChatroomRejoined: (event) => void rejoined.push(event),
  });
  const opened = connection.open(LOGIN);
  await host.pass(0);
  host.socket.welcome();
  await opened;
  for (const roomId of Object.keys(joins)) {
    const ext = joins[roomId];
    const joined = connection.joinChatRoom({ roomId, ...(ext === undefined ? {} : { ext }) });
    answer(host.socket, asked(host.socket).at(-1)?.id);
    await joined;
  }
  const cut = async (): Promise<void> => {
    host.socket.lose();
    await host.pass(A_WHILE_MS);
  };
  const say = (msg: string, id: string, to: string) =>
    connection.send({ type: "txt", id, to, msg, chatType: "chatRoom" });
  return { host, connection, lost, rejoined, cut, say, heard: made.heard };
}

describe("after a reconnect", () => {
  it("the rooms that were joined are joined again, once each and with the same ext, and nobody is told", async () => {
    const { host, lost, cut } = await inRooms({ 1: "hat", 2: undefined });
    await cut();
    host.socket.welcome();
    const joins = asked(host.socket);
    expect(joins.map(({ what }) => what)).toEqual(["join 1 hat", "join 2"]);
    for (const { id } of joins) answer(host.socket, id);
    await host.pass(A_WHILE_MS);
    expect(asked(host.socket)).toHaveLength(2);
    // And so it goes on.
    await cut();
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 1 hat", "join 2"]);
    expect(lost).toEqual([]);
  });

  it("it is told which rooms it is in again and how those are, once each, and not of joins of the application", async () => {
    const { host, connection, rejoined, cut } = await inRooms({ 1: undefined, 2: undefined });
    expect(rejoined).toEqual([]);
    await cut();
    host.socket.welcome();
    const [first, second] = asked(host.socket);
    const state = { is_all_mute: true, create_timestamp: 5, is_in_white_list: true, member_count: 7, mute_duration: 9 };
    const payload = encode(MucBody, { status: { chatroomInfo: JSON.stringify({ [LOGIN.user]: state }) } });
    answer(host.socket, first?.id, undefined, [{ ns: MetaNameSpace.MUC, payload } as Meta]);
    void connection.leaveChatRoom({ roomId: "2" });
    answer(host.socket, second?.id);
    await host.pass(0);
    const info = {
      isAllMembersMuted: true,
      createTimestamp: 5,
      isInAllowlist: true,
      memberCount: 7,
      muteExpireTimestamp: 9,
    };
    expect(rejoined).toEqual([{ id: "1", info }]);
  });

  it("a join that was cut off is repeated as the same, and is one", async () => {
    const { host, cut } = await inRooms({ 1: "hat" });
    await cut();
    host.socket.welcome();
    const [first] = asked(host.socket);
    await cut();
    host.socket.welcome();
    expect(asked(host.socket)).toEqual([first]);
    answer(host.socket, first?.id);
    await cut();
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 1 hat"]);
    expect(asked(host.socket)).not.toEqual([first]);
  });

  it("the joins are ahead of what was said in the room meanwhile", async () => {
    const { host, cut, say } = await inRooms({ 1: undefined });
    await cut();
    void say("hello", "77", "1");
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 1", "message"]);
  });

  it("it is told when a room does not let us in, and that one is not asked again", async () => {
    const { host, lost, cut } = await inRooms({ 1: undefined, 2: undefined });
    await cut();
    host.socket.welcome();
    const [first, second] = asked(host.socket);
    answer(host.socket, first?.id, { errorCode: 1, reason: "grpID 1 does not exist!" });
    answer(host.socket, second?.id);
    await host.pass(0);
    expect(lost).toEqual([["1", expect.any(Number)]]);
    await cut();
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 2"]);
  });

  it("rooms that were left, that ended or that have thrown us out stay so", async () => {
    const { host, connection, cut } = await inRooms({ 1: undefined, 2: undefined, 3: undefined, 4: undefined });
    void connection.leaveChatRoom({ roomId: "1" });
    answer(host.socket, asked(host.socket).at(-1)?.id);
    happens(host.socket, "2", MucBodyOperation.DESTROY);
    happens(host.socket, "3", MucBodyOperation.KICK);
    await cut();
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 4"]);
  });

  it("a room that was left in the meantime is left, whatever else is said", async () => {
    const { host, connection, lost, cut } = await inRooms({ 1: undefined });
    await cut();
    const left = connection.leaveChatRoom({ roomId: "1" });
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 1", "leave 1"]);
    const [join, leave] = asked(host.socket);
    answer(host.socket, join?.id, { errorCode: 1, reason: "no" });
    answer(host.socket, leave?.id);
    await left;
    await cut();
    host.socket.welcome();
    expect([whatIn(host.socket), lost]).toEqual([[], []]);
  });

  it("who was thrown out while the connection was away stays out", async () => {
    const { host, cut } = await inRooms({ 1: undefined });
    await cut();
    host.socket.welcome();
    answer(host.socket, asked(host.socket)[0]?.id);
    await host.pass(0);
    happens(host.socket, "1", MucBodyOperation.KICK);
    expect(whatIn(host.socket)).toEqual(["join 1", "leave 1"]);
    await cut();
    host.socket.welcome();
    expect(whatIn(host.socket)).not.toContain("join 1");
  });

  it("a join that takes out of all other rooms is the only one to be repeated", async () => {
    const { host, connection, cut } = await inRooms({ 1: undefined, 2: undefined });
    const joined = connection.joinChatRoom({ roomId: "3", leaveOtherRooms: true });
    answer(host.socket, asked(host.socket).at(-1)?.id);
    await joined;
    await cut();
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 3"]);
  });
});

describe("a long absence", () => {
  it("in which attempts are given up ends with the rooms all the same", async () => {
    const { host, connection, heard, cut } = await inRooms({ 1: "hat" }, { autoReconnectNumMax: 1 });
    await cut();
    host.socket.lose("failed");
    await host.pass(A_WHILE_MS);
    expect(heard.slice(-2)).toEqual(["closed", "onDisconnected 16"]);
    connection.onShow();
    await host.pass(A_WHILE_MS);
    host.socket.welcome();
    expect(whatIn(host.socket)).toEqual(["join 1 hat"]);
  });

  it("that a message ends from inside the news of the end has the rooms, too", async () => {
    const { host, connection, say, cut } = await inRooms({ 1: undefined }, { autoReconnectNumMax: 1 });
    connection.addEventHandler("hope", { onDisconnected: () => void say("hello", "77", "1").catch(() => {}) });
    await cut();
    host.socket.lose("failed");
    await host.pass(A_WHILE_MS);
    host.socket.welcome();
    expect(whatIn(host.socket).sort()).toEqual(["join 1", "message"]);
  });
});

describe("close()", () => {
  it("wins: while the connection is away and while rooms are asked, nothing is joined or told any more", async () => {
    for (const isBack of [false, true]) {
      const { host, connection, lost, cut } = await inRooms({ 1: undefined });
      await cut();
      if (isBack) host.socket.welcome();
      connection.close();
      await host.pass(A_WHILE_MS);
      const before = host.sockets.length;
      const opened = connection.open(LOGIN);
      await host.pass(0);
      expect(host.sockets).toHaveLength(before + 1);
      host.socket.welcome();
      await opened;
      expect([whatIn(host.socket), lost]).toEqual([[], []]);
      await cut();
      host.socket.welcome();
      expect(whatIn(host.socket)).toEqual([]);
    }
  });
});
