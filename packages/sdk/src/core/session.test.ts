import {
  CommSyncDL,
  CommUnreadDL,
  embed,
  encode,
  MessageBody,
  MSyncCommand,
  StatusErrorCode,
  userJid,
} from "@rondo/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { ScriptedHost, type ScriptedSocket } from "../testing/scripted-host.ts";

let host: ScriptedHost;

beforeEach(() => {
  host = new ScriptedHost();
});

const LOGIN = { user: "ann", accessToken: "token" };

/** Logged in; `heard` begins after it. */
async function online(options: Parameters<ScriptedHost["connection"]>[0] = {}) {
  const made = host.connection(options);
  const opened = made.connection.open(LOGIN);
  await host.pass(0);
  host.socket.welcome();
  await opened;
  made.heard.length = 0;
  return made;
}

const say = (text: string, id: string) => ({
  type: "txt" as const,
  id,
  to: "ben",
  msg: text,
  chatType: "singleChat" as const,
});

const answer = (socket: ScriptedSocket, metaId: string, serverId: string): void =>
  socket.say(MSyncCommand.SYNC, embed(CommSyncDL, { status: { errorCode: 0 }, metaId, serverId, timestamp: 1 }));

function deliver(socket: ScriptedSocket, texts: Record<string, string>, nextKey: string): void {
  const metas = Object.entries(texts).map(([id, text]) => ({
    id,
    ns: 1,
    from: userJid("org#app", "ben", "res"),
    to: userJid("org#app", "ann"),
    payload: encode(MessageBody, {
      type: 1,
      from: { name: "ben" },
      to: { name: "ann" },
      contents: [{ type: 0, text }],
    }),
  }));
  socket.say(MSyncCommand.SYNC, embed(CommSyncDL, { metas, nextKey, queue: userJid("org#app", "ben"), isLast: false }));
}

describe("defects of the official client", () => {
  it("defect 1: close() during a reconnect delay is the end, and nobody is logged in again", async () => {
    const { connection, heard } = await online();
    host.socket.lose();
    expect(heard).toEqual(["waiting", "onReconnecting"]);
    connection.close();
    expect(heard.slice(2)).toEqual(["closed", "onDisconnected"]);
    expect([host.timerCount, host.watchers.size]).toEqual([0, 0]);
    await host.pass(600_000);
    expect(host.sockets).toHaveLength(1);
    expect(heard).toHaveLength(4);
  });

  it("defect 7: after attempts are used up, open() logs in again without close()", async () => {
    const { connection, heard } = await online({ autoReconnectNumMax: 1 });
    host.socket.lose();
    await host.pass(3000);
    host.socket.lose("failed");
    expect(heard.slice(-2)).toEqual(["closed", "onDisconnected 16"]);
    const opened = connection.open(LOGIN);
    await host.pass(0);
    host.socket.welcome();
    await opened;
    expect(connection.isOpened()).toBe(true);
  });

  it("defect 14: a login that is refused during a reconnect is not tried again", async () => {
    const { connection, heard } = await online();
    host.socket.lose();
    await host.pass(3000);
    host.socket.welcome({ errorCode: StatusErrorCode.FAIL, reason: "Sorry, token expired" });
    expect(heard.slice(-3)).toEqual(["onError 56", "closed", "onDisconnected 56"]);
    await host.pass(600_000);
    expect(host.sockets).toHaveLength(2);
    expect(connection.logOut).toBe(true);
  });

  it("defect 15: autoReconnectNumMax 0 means no reconnect, whatever happens, and a send is refused", async () => {
    const { connection, heard } = await online({ autoReconnectNumMax: 0 });
    host.socket.lose();
    expect(heard).toEqual(["closed", "onDisconnected 17"]);
    await expect(connection.send(say("hi", "1"))).rejects.toMatchObject({ type: 510 });
    host.hint("onOnline");
    connection.onShow();
    await host.pass(600_000);
    expect(host.sockets).toHaveLength(1);
  });

  it("defect 15: heartBeatWait 0 means no keep-alives", async () => {
    await online({ heartBeatWait: 0 });
    const { socket } = host;
    await host.pass(600_000);
    expect(socket.count(MSyncCommand.UNREAD)).toBe(1);
  });

  it("defect 17: every connection hears of the network, not the first one alone", async () => {
    const first = await online();
    const second = await online();
    for (const socket of host.sockets) socket.lose();
    host.hint("onOnline");
    for (const { heard } of [first, second]) expect(heard).toContain("onOnline");
    await host.pass(501);
    expect(host.sockets).toHaveLength(4);
  });

  it("defect 23: a connection that is made and never used leaves no timer and no listener", async () => {
    host.connection();
    await host.pass(0);
    expect([host.timerCount, host.watchers.size]).toEqual([0, 0]);
  });
});

describe("complaints about the official client", () => {
  it("webim-weixin-xcx #5, #26: it reconnects, and what waited goes out in order under the same ids", async () => {
    const { connection } = await online();
    const sent = [connection.send(say("one", "1")), connection.send(say("two", "2"))];
    host.socket.lose();
    sent.push(connection.send(say("three", "3")));
    await host.pass(3000);
    host.socket.welcome();
    expect(host.socket.metaIds).toEqual(["1", "2", "3"]);
    for (const id of ["1", "2", "3"]) answer(host.socket, id, `10${id}`);
    expect((await Promise.all(sent)).map(({ serverMsgId }) => serverMsgId)).toEqual(["101", "102", "103"]);
  });

  it("webim-weixin-xcx #11: a socket that is silently gone is noticed", async () => {
    const { heard } = await online();
    await host.pass(30_000 + 8000);
    expect(heard).toEqual(["waiting", "onReconnecting"]);
  });

  it("webim-weixin-xcx #24, #33: a logout is final, and only one attempt is under way at a time", async () => {
    const { connection } = await online();
    host.socket.lose();
    for (let times = 0; times < 5; times++) host.hint("onShow");
    await host.pass(600);
    host.hint("onShow");
    host.hint("onOnline");
    await host.pass(600);
    expect(host.sockets.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
    connection.close();
    expect(host.sockets.filter(({ isClosed }) => !isClosed)).toHaveLength(0);
  });

  it("webim-weixin-xcx #92, #93: what comes twice is shown once, after a reconnect and after a new login too", async () => {
    const { connection, heard } = await online();
    deliver(host.socket, { 7: "hello" }, "901");
    host.socket.lose();
    await host.pass(3000);
    host.socket.welcome();
    deliver(host.socket, { 7: "hello" }, "902");
    connection.close();
    const opened = connection.open(LOGIN);
    await host.pass(0);
    host.socket.welcome();
    await opened;
    deliver(host.socket, { 7: "hello" }, "903");
    expect(heard.filter((event) => event === "hello")).toHaveLength(1);
  });

  it("web-im #58: attempts are counted anew after a success and when the application comes to the front", async () => {
    const { connection } = await online({ autoReconnectNumMax: 1 });
    for (let times = 0; times < 3; times++) {
      host.socket.lose();
      await host.pass(3000);
      host.socket.welcome();
      expect(connection.isOpened()).toBe(true);
    }
    host.socket.lose();
    await host.pass(3000);
    host.socket.lose("failed");
    host.hint("onShow");
    await host.pass(3000);
    host.socket.welcome();
    expect(connection.isOpened()).toBe(true);
  });

  it("easemob-demo-react #9: every login asks for what is unread, and pulls every queue", async () => {
    await online();
    for (const _login of ["first", "second"]) {
      const queues = ["ben", "cem"].map((name) => ({ queue: userJid("org#app", name), n: 1 }));
      host.socket.say(MSyncCommand.UNREAD, embed(CommUnreadDL, { unread: queues }));
      expect([host.socket.count(MSyncCommand.UNREAD), host.socket.count(MSyncCommand.SYNC)]).toEqual([1, 2]);
      host.socket.lose();
      await host.pass(3000);
      host.socket.welcome();
    }
  });

  it("webim-uniapp-demo #2: an application that comes to the front finds out at once whether it is connected", async () => {
    const { heard } = await online();
    host.sleep(20_000);
    host.hint("onShow");
    expect(host.socket.count(MSyncCommand.UNREAD)).toBe(2);
    await host.pass(8000);
    expect(heard).toEqual(["waiting", "onReconnecting"]);
  });
});

describe("sending", () => {
  it("a message that is sent again while it waits goes out once, and both calls get the answer", async () => {
    const { connection } = await online();
    const sent = [connection.send(say("one", "1")), connection.send(say("one", "1"))];
    expect(host.socket.metaIds).toEqual(["1"]);
    answer(host.socket, "1", "101");
    expect((await Promise.all(sent)).map(({ serverMsgId }) => serverMsgId)).toEqual(["101", "101"]);
  });
});

describe("what listeners do inside an event", () => {
  it.each(["onStatusChange", "onConnected", "onReconnecting"])("a logout inside %s is the end", async (event) => {
    const { connection, heard } = await online();
    host.socket.lose();
    let isOver = false;
    connection.addEventHandler("other", {
      [event]: () => {
        if (isOver) return;
        isOver = true;
        connection.close();
        heard.length = 0;
      },
    });
    if (event === "onReconnecting") {
      await host.pass(3000);
      host.socket.lose("failed");
    } else {
      await host.pass(3000);
      if (event === "onConnected") host.socket.welcome();
    }
    expect([host.timerCount, host.watchers.size]).toEqual([0, 0]);
    expect(host.sockets.every(({ isClosed }) => isClosed)).toBe(true);
    await host.pass(600_000);
    expect(heard).toEqual([]);
  });

  it("a logout after giving up is no second end", async () => {
    const { connection, heard } = await online({ autoReconnectNumMax: 0 });
    host.socket.lose();
    connection.close();
    expect(heard.filter((event) => event.startsWith("onDisconnected"))).toHaveLength(1);
  });

  it("what is sent when the status becomes online is behind what waited", async () => {
    const { connection } = await online();
    host.socket.lose();
    const waiting = connection.send(say("one", "1"));
    connection.addEventHandler("other", {
      onStatusChange: ({ is }: { is: string }) => {
        if (is === "online") connection.send(say("two", "2")).catch(() => {});
      },
    });
    await host.pass(3000);
    host.socket.welcome();
    expect(host.socket.metaIds).toEqual(["1", "2"]);
    answer(host.socket, "1", "101");
    expect((await waiting).serverMsgId).toBe("101");
  });

  it("what is sent because a message revives the connection is behind that message", async () => {
    const { connection } = await online({ autoReconnectNumMax: 1 });
    host.socket.lose();
    await host.pass(3000);
    host.socket.lose("failed");
    connection.addEventHandler("other", {
      onReconnecting: () => void connection.send(say("two", "2")).catch(() => {}),
    });
    connection.send(say("one", "1")).catch(() => {});
    await host.pass(3000);
    host.socket.welcome();
    expect(host.socket.metaIds).toEqual(["1", "2"]);
  });

  it("after a logout in the middle of a frame the rest is left for the next login", async () => {
    const { connection, heard } = await online();
    connection.addEventHandler("other", { onTextMessage: () => connection.close() });
    deliver(host.socket, { 7: "one", 8: "two" }, "901");
    expect(heard).toEqual(["one", "closed", "onDisconnected"]);
    connection.removeEventHandler("other");
    const opened = connection.open(LOGIN);
    await host.pass(0);
    host.socket.welcome();
    await opened;
    deliver(host.socket, { 7: "one", 8: "two" }, "902");
    expect(heard.slice(-1)).toEqual(["two"]);
    expect(heard.filter((event) => event === "one")).toHaveLength(1);
  });
});

describe("time", () => {
  it("a clock that is set back does not keep a dead connection alive", async () => {
    const { heard } = await online();
    host.setClock(-3_600_000);
    await host.pass(70_000);
    expect(heard).toContain("waiting");
  });

  it("an answer is not overdue because the host has slept", async () => {
    const { connection, heard } = await online();
    const sent = connection.send(say("one", "1"));
    host.sleep(300_000);
    await host.pass(100);
    answer(host.socket, "1", "101");
    expect((await sent).serverMsgId).toBe("101");
    expect(heard).toEqual([]);
  });
});
