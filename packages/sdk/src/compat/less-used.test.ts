/** Names of the official API that few applications use, each as it is used. */
import {
  CommSyncDL,
  CommUnreadDL,
  type Encodable,
  embed,
  encode,
  MessageBody,
  MessageBodyContentSubType,
  type Meta,
  MetaNameSpace,
  MSyncCommand,
  StatisticsBody,
  userJid,
} from "@rondo/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { ConnectionParameters } from "../core/config.ts";
import { LegacyMessage, messages } from "../features/messages/index.ts";
import { testClient } from "../testing/client.ts";
import { fetchPlatform } from "../testing/fetch-platform.ts";
import { ScriptedHost } from "../testing/scripted-host.ts";

let host: ScriptedHost;

beforeEach(() => {
  host = new ScriptedHost();
});

async function online(options: ConnectionParameters = {}) {
  const { connection } = host.connection(options);
  const opened = connection.open({ user: "ann", accessToken: "token" });
  await host.pass(0);
  host.socket.welcome();
  await opened;
  return connection;
}

const queue = userJid("org#app", "ben");

function deliver(...metas: Meta[]): void {
  host.socket.say(MSyncCommand.SYNC, embed(CommSyncDL, { metas, nextKey: "2", queue }));
}

/** From ben to ann. */
const chat = (id: string, body: Encodable<MessageBody>): Meta => ({
  id,
  ns: MetaNameSpace.CHAT,
  from: userJid("org#app", "ben", "res"),
  to: userJid("org#app", "ann"),
  payload: encode(MessageBody, { type: 1, from: { name: "ben" }, to: { name: "ann" }, ...body }),
});

describe("events", () => {
  it("onOfflineMessageSyncStart and onOfflineMessageSyncFinish are around what was missed", async () => {
    const connection = await online();
    const heard: string[] = [];
    connection.addEventHandler("app", {
      onOfflineMessageSyncStart: () => heard.push("start"),
      onTextMessage: ({ msg }: { msg: string }) => heard.push(msg),
      onOfflineMessageSyncFinish: () => heard.push("finish"),
    });
    host.socket.say(MSyncCommand.UNREAD, embed(CommUnreadDL, { unread: [{ queue, n: 1 }] }));
    deliver(chat("5", { contents: [{ type: 0, text: "missed" }] }));
    host.socket.say(MSyncCommand.SYNC, embed(CommSyncDL, { queue, isLast: true }));
    expect(heard).toEqual(["start", "missed", "finish"]);
  });

  it("onStatisticMessage tells what the server says of itself", async () => {
    const connection = await online();
    const heard: unknown[] = [];
    connection.addEventHandler("app", { onStatisticMessage: (body: unknown) => heard.push(body) });
    const payload = encode(StatisticsBody, { operation: 0, reason: "maintenance at ten" });
    deliver({ id: "6", ns: MetaNameSpace.STATISTIC, payload });
    expect(heard).toMatchObject([{ operation: 0, reason: "maintenance at ten" }]);
    expect(connection.isOpened()).toBe(true);
  });

  it("onPictureMessage is what `listen` calls a picture", async () => {
    const connection = await online();
    const heard: unknown[] = [];
    connection.listen({ onPictureMessage: (picture: unknown) => heard.push(picture) });
    deliver(chat("7", { contents: [{ type: 1, displayName: "a.png", remotePath: "https://x/1", fileLength: 9 }] }));
    expect(heard).toMatchObject([
      { id: "7", type: "chat", contentsType: "IMAGE", from: "ben", to: "ann", filename: "a.png", file_length: 9 },
    ]);
  });

  it.each([
    [512, 513],
    [513, 514],
  ])("onStreamMessage: a stream that ends with the wire's %i has the error %i", async (streamError, type) => {
    const connection = await online();
    const heard: Array<{ type: number; status: number }> = [];
    connection.addEventHandler("app", {
      onStreamMessage: ({ stream }: { stream: { errorType: number; status: number } }) =>
        heard.push({ type: stream.errorType, status: stream.status }),
    });
    deliver(
      chat("8", {
        contents: [{ type: 0, text: "half a", subType: MessageBodyContentSubType.SUB_STREAM }],
        stream: { streamSeq: "1", streamStatus: 0, streamError },
      }),
    );
    expect(heard).toEqual([{ type, status: 4 }]);
  });
});

describe("sending", () => {
  it("sendMsg sends as send does, and createOldMsg makes what it sends", async () => {
    const connection = await online();
    const body = LegacyMessage.createOldMsg({ type: "txt", to: "ben", msg: "the old way", chatType: "singleChat" });
    expect(body).toMatchObject({ type: "txt", to: "ben", msg: "the old way", chatType: "singleChat" });
    const sent = connection.sendMsg(body);
    const [metaId = ""] = host.socket.metaIds;
    expect(metaId).toBe(body.id);
    host.socket.say(
      MSyncCommand.SYNC,
      embed(CommSyncDL, { status: { errorCode: 0 }, metaId, serverId: "11", timestamp: 1 }),
    );
    expect(await sent).toMatchObject({ localMsgId: body.id, serverMsgId: "11" });
  });

  it("useOwnUploadFun leaves addresses of attachments as they are; else they are made the server's", async () => {
    const place = "https://cdn.test/org/app/chatfiles/1";
    const shown: string[] = [];
    for (const useOwnUploadFun of [true, false]) {
      const connection = await online({ useOwnUploadFun });
      connection.addEventHandler("app", { onFileMessage: ({ url = "" }: { url?: string }) => shown.push(url) });
      deliver(chat("9", { contents: [{ type: 5, displayName: "a.txt", remotePath: place }] }));
      connection.close();
    }
    expect(shown).toEqual([place, "http://peer.test/org/app/chatfiles/1?em-redirect=true"]);
  });

  it.each([[[1, 2, 3, 4, 5]], [[0x63, 0x6d, 0, 0, 0, 9, 9]]])(
    "downloadAndParseCombineMessage of a damaged file %j is refused",
    async (bytes) => {
      const platform = {
        ...fetchPlatform(),
        download: async () => ({ status: 200, bytes: new Uint8Array(bytes) }),
      };
      const { downloadAndParseCombineMessage } = messages({
        ...testClient({ platform }),
        inbound: { handle: () => {} },
      });
      await expect(downloadAndParseCombineMessage({ url: "https://x/1" })).rejects.toMatchObject({ type: 203 });
    },
  );
});
