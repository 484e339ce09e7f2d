/** Programs as applications have them, written for the official SDK. All are compiled with both. */

/** They compile. */
export const RIGHT: Readonly<Record<string, string>> = {
  "the first page of every guide": `
    import EC from "easemob-websdk";
    const conn = new EC.connection({ appKey: "org#app", isHttpDNS: false, url: "wss://x/websocket", apiUrl: "https://x" });
    conn.open({ user: "alice", accessToken: "token" });
    const option = { chatType: "singleChat", type: "txt", to: "bob", msg: "hello" } as const;
    const msg = EC.message.create(option);
    conn.send(msg).then(() => console.log("sent")).catch((e) => console.log("not sent", e));
  `,

  "a chat service as a class": `
    import websdk, { EasemobChat } from "easemob-websdk";
    type Listener = (message: EasemobChat.TextMsgBody) => void;
    export class ChatService {
      private conn: EasemobChat.Connection;
      private listeners: Listener[] = [];
      constructor(options: EasemobChat.ConnectionParameters) {
        this.conn = new websdk.connection(options);
        const handler: EasemobChat.EventHandlerType = {
          onConnected: () => this.log("connected"),
          onDisconnected: (error) => this.log("disconnected " + (error ? error.type + error.message : "")),
          onTextMessage: (message) => this.listeners.forEach((listener) => listener(message)),
          onError: (error) => this.fail(error),
          onTokenWillExpire: async () => {
            const { status, expire }: EasemobChat.NewTokenResult = await this.conn.renewToken("next");
            if (status) this.log(new Date(expire ?? 0).toISOString());
          },
        };
        this.conn.addEventHandler("service", handler);
      }
      async login(user: string, pwd: string): Promise<EasemobChat.LoginResult> {
        const result = await this.conn.open({ user, pwd });
        this.log(result.accessToken.length + "/" + (result.duration ?? 0).toFixed());
        return result;
      }
      async sendText(to: EasemobChat.UserId, msg: string, ext?: { [key: string]: any }): Promise<string> {
        const parameters: EasemobChat.CreateTextMsgParameters = { type: "txt", chatType: "singleChat", to, msg, msgConfig: { allowGroupAck: true } };
        if (ext) parameters.ext = ext;
        const { serverMsgId, message }: EasemobChat.SendMsgResult = await this.conn.send(websdk.message.create(parameters));
        if (message && message.type === "txt") this.log(message.msg + message.ext?.mood);
        return serverMsgId;
      }
      on(listener: Listener) { this.listeners.push(listener); return () => { this.listeners = this.listeners.filter((one) => one !== listener); }; }
      close() { this.conn.removeEventHandler("service"); this.conn.close(); }
      private fail(error: EasemobChat.ErrorEvent) {
        const code: EasemobChat.Code = error.type;
        const texts: Partial<Record<EasemobChat.Code, string>> = { 206: "elsewhere", 39: "closed" };
        switch (error.type) { case 206: case 217: this.close(); break; default: this.log(texts[code] ?? error.message); }
      }
      private log(text: string) { console.log(text, this.conn.context.userId, this.conn.appKey, this.conn.isOpened()); }
    }
  `,

  "a list of messages, drawn by type": `
    import { EasemobChat } from "easemob-websdk";
    type Shown = Exclude<EasemobChat.MessageBody, EasemobChat.ReadMsgBody | EasemobChat.DeliveryMsgBody | EasemobChat.ChannelMsgBody>;
    export function toHtml(message: Shown): string {
      const head = message.from + " " + new Date(message.time).toLocaleTimeString() + " " + message.chatType + (message.isRead ? "✓" : "");
      switch (message.type) {
        case "txt": return head + message.msg + (message.translations?.translations[0].text ?? "") + (message.modifiedInfo?.operationCount ?? 0);
        case "img": return head + '<img src="' + (message.thumb ?? message.url) + '" width=' + (message.width ?? 100) + ">";
        case "audio": return head + message.url + message.length + message.filename + message.filetype;
        case "video": return head + message.url + message.thumb + (message.file_length ?? 0);
        case "file": return head + (message.filename ?? "").toUpperCase() + (message.file_length ?? 0) / 1024;
        case "loc": return head + message.addr + message.buildingName + message.lat.toFixed(2) + message.lng.toFixed(2);
        case "cmd": return head + message.action;
        case "custom": return head + message.customEvent + message.customExts.order + message.params?.x;
        case "combine": return head + message.title + message.summary + message.combineLevel;
        default: { const never: never = message; return never; }
      }
    }
    export const reactions = (message: EasemobChat.TextMsgBody) =>
      (message.reactions ?? []).map((one: EasemobChat.Reaction) => one.reaction + one.count + one.userList.join());
  `,

  "a picture from a page": `
    import websdk, { EasemobChat } from "easemob-websdk";
    const conn = new websdk.connection({ appKey: "org#app" });
    export function pick(id: string, to: string): void {
      const file: EasemobChat.FileObj = websdk.utils.getFileUrl(id);
      const input = document.getElementById(id) as HTMLInputElement;
      const same = websdk.utils.getFileUrl(input);
      const content: File = file.data;
      if (!["jpg", "gif", "png"].includes(file.filetype.toLowerCase()) || content.size > 10e6) return;
      const option: EasemobChat.CreateImgMsgParameters = {
        type: "img", chatType: "groupChat", to, file: same, width: 100, height: 100, thumbnailWidth: 20, thumbnailHeight: 20,
        ext: { file_length: content.size },
        onFileUploadError: (error) => console.error(error.type, error.message),
        onFileUploadProgress: (progress: ProgressEvent) => console.log(progress.loaded / progress.total),
        onFileUploadComplete: (data) => console.log(data.url, data.entities[0].uuid, data.entities[0]["share-secret"]),
      };
      conn.send(websdk.message.create(option)).catch((error: EasemobChat.ErrorEvent) => alert(error.message));
      const video: EasemobChat.CreateVideoMsgParameters = { type: "video", chatType: "singleChat", to, file, filename: file.filename, length: 3, onFileUploadProgress: (p) => console.log(p.loaded) };
      const place: EasemobChat.CreateFileMsgParameters = { type: "file", chatType: "singleChat", to, file, body: { url: "u", type: "t", filename: "f" } };
      [video, place].forEach((one) => conn.send(websdk.message.create(one)));
    }
    export function save(message: EasemobChat.FileMsgBody): void {
      websdk.utils.download({
        url: message.url ?? "", headers: { Accept: "audio/mp3" }, secret: message.secret,
        onFileDownloadComplete: (data) => { (document.getElementById("a") as HTMLAnchorElement).href = websdk.utils.parseDownloadResponse(data); },
        onFileDownloadError: (error) => console.log(error),
      });
    }
  `,

  "all kinds of messages": `
    import websdk, { EasemobChat } from "easemob-websdk";
    const all: EasemobChat.CreateMsgType[] = [
      { type: "txt", chatType: "chatRoom", to: "r", msg: "m", priority: "high", deliverOnlineOnly: true },
      { type: "cmd", chatType: "singleChat", to: "b", action: "typing" },
      { type: "custom", chatType: "groupChat", to: "g", customEvent: "gift", customExts: { id: "1" }, receiverList: ["b"] },
      { type: "loc", chatType: "singleChat", to: "b", addr: "a", buildingName: "n", lat: 1, lng: 2 },
      { type: "read", chatType: "singleChat", to: "b", id: "1" },
      { type: "delivery", to: "b", ackId: "1" },
      { type: "channel", chatType: "singleChat", to: "b" },
    ];
    const bodies: EasemobChat.MessageBody[] = all.map((one) => websdk.message.create(one));
    const list = bodies.filter((one): one is EasemobChat.TextMsgBody | EasemobChat.CmdMsgBody => one.type === "txt" || one.type === "cmd");
    const combined: EasemobChat.CreateCombineMsgParameters = { type: "combine", chatType: "singleChat", to: "b", compatibleText: "c", title: "t", summary: "s", messageList: list };
    const kinds: Record<EasemobChat.MessageType, number> = { read: 0, delivery: 0, channel: 0, txt: 0, cmd: 0, custom: 0, loc: 0, img: 0, audio: 0, file: 0, video: 0, combine: 0 };
    bodies.forEach(({ id, type }) => console.log(id, kinds[type]++));
    export default websdk.message.create(combined);
  `,

  "the old way": `
    import WebIM, { EasemobChat } from "easemob-websdk";
    const conn = new WebIM.connection({ appKey: "org#app", heartBeatWait: 4500, autoReconnectNumMax: 2 });
    conn.listen({
      onOpened: () => console.log("opened"), onClosed: () => {},
      onTextMessage: (message) => console.log(message.id, message.from), onPictureMessage: function (message) { console.log(message.url); },
      onAudioMessage: (message: EasemobChat.AudioMsgBody) => console.log(message.length),
      onReceivedMessage: ({ id, mid }) => console.log(id, mid), onRecallMessage: (m) => console.log(m.mid, m.from),
      onPresence: (m) => { switch (m.type) { case "subscribe": console.log(m.from); break; case "joinPublicGroupSuccess": break; } },
      onOffline: () => {}, onOnline: () => {}, onError: (e) => console.log(e.type, e.data), onStatisticMessage: () => {},
    });
    conn.onTextMessage = (message) => console.log(message.id);
    const message = new WebIM.message("txt", conn.getUniqueId());
    message.set({ chatType: "singleChat", to: "bob", msg: "hi", ext: {}, success: (r) => console.log(r), fail: () => {} });
    if (message.body) conn.send(message.body);
    conn.fetchHistoryMessages({ queue: "bob", count: 20, isGroup: false, format: true, success: (list) => console.log(list.length), fail: (e) => console.log(e.message) });
    conn.registerUser({ username: "u", password: "p", nickname: "n", success: (r) => console.log(r), error: (e) => console.log(e.type) });
  `,

  "history and conversations": `
    import websdk from "easemob-websdk";
    import type { EasemobChat } from "easemob-websdk";
    export async function load(conn: EasemobChat.Connection, targetId: string): Promise<EasemobChat.MessagesType[]> {
      const all: EasemobChat.MessagesType[] = [];
      let cursor: string | undefined;
      for (let isLast = false; !isLast; ) {
        const page: EasemobChat.HistoryMessages = await conn.getHistoryMessages({ targetId, chatType: "groupChat", pageSize: 50, cursor, searchDirection: "up", searchOptions: { msgTypes: ["txt", "img"], from: "bob" } });
        all.push(...page.messages);
        ({ cursor, isLast } = page);
      }
      await conn.removeHistoryMessages({ targetId, chatType: "singleChat", messageIds: all.map(({ id }) => id) });
      return all;
    }
    export async function list(conn: EasemobChat.Connection): Promise<Array<EasemobChat.ConversationItem & { title: string }>> {
      const { data }: EasemobChat.AsyncResult<EasemobChat.ServerConversations> = await conn.getServerConversations({ pageSize: 50, cursor: "" });
      const pinned = await conn.getServerPinnedConversations({ pageSize: 10 });
      const marked = await conn.getServerConversationsByFilter({ filter: { mark: 3 }, pageSize: 10 });
      const one = data?.conversations[0];
      if (one?.lastMessage && "time" in one.lastMessage) console.log(new Date(one.lastMessage.time));
      await conn.pinConversation({ conversationId: "b", conversationType: "singleChat", isPinned: true }).then(({ data: d }) => d?.pinnedTime.toFixed());
      await conn.addConversationMark({ conversations: [{ conversationId: "b", conversationType: "singleChat" }], mark: 0 });
      const result = await conn.deleteConversation({ channel: "b", chatType: "singleChat", deleteRoam: false });
      if (result.data?.result === "ok" && result.type === 0) await conn.deleteAllMessagesAndConversations();
      const old = await conn.getConversationlist({ pageNum: 1, pageSize: 20 });
      old.data?.channel_infos.map((c: EasemobChat.ConversationList) => c.channel_id + c.unread_num);
      const sessions = await conn.getSessionList();
      sessions.data?.channel_infos.map((c) => JSON.parse(c.meta.payload));
      return [...(data?.conversations ?? []), ...(pinned.data?.conversations ?? []), ...(marked.data?.conversations ?? [])]
        .sort((a, b) => b.pinnedTime - a.pinnedTime || b.unReadCount - a.unReadCount).map((c) => ({ ...c, title: c.conversationId }));
    }
    console.log(typeof websdk.connection);
  `,

  "recalls, edits, receipts and combined messages": `
    import websdk, { EasemobChat } from "easemob-websdk";
    export async function change(conn: EasemobChat.Connection, message: EasemobChat.TextMsgBody): Promise<void> {
      const modifiedMessage = websdk.message.create({ type: "txt", chatType: message.chatType, to: message.to, msg: "new" }) as EasemobChat.ModifiedMsg;
      const { modifiedInfo, message: edited }: EasemobChat.ModifyMsgResult = await conn.modifyMessage({ messageId: message.id, modifiedMessage });
      console.log(modifiedInfo.operatorId, modifiedInfo.operationTime, edited?.type === "txt" && edited.msg);
      await conn.recallMessage({ mid: message.id, to: message.to, chatType: "singleChat", ext: "why", success: (r) => console.log(r), fail: (e) => console.log(e.type) });
      const [first] = await conn.downloadAndParseCombineMessage({ url: "u", secret: "s" });
      console.log(first.id, first.type);
      conn.addEventHandler("receipts", {
        onReadMessage: (m: EasemobChat.ReadMsgBody) => console.log(m.mid, m.groupReadCount?.[m.mid ?? ""], m.ackContent),
        onDeliveredMessage: (m) => console.log(m.mid), onChannelMessage: (m) => console.log(m.from, m.time),
        onModifiedMessage: (m) => m.type === "txt" && console.log(m.msg, m.modifiedInfo?.operationTime),
        onRecallMessage: (m: EasemobChat.RecallMsgBody) => console.log(m.mid, m.ext.length),
        onStreamMessage: (m) => console.log(m.msg, m.stream.status === 3, m.stream.text, m.stream.finishReason),
        onMessage: (messages) => messages.forEach((m) => console.log(m.type, m.chatType)),
        onMultiDeviceEvent: (e) => { switch (e.operation) { case "deleteRoaming": console.log(e.conversationId); break; case "pinnedConversation": console.log(e.timestamp, e.conversationMark); break; } },
      });
    }
  `,

  "handlers for what comes later": `
    import { EasemobChat } from "easemob-websdk";
    export const handlers: EasemobChat.EventHandlerType = {
      onContactInvited: (m: EasemobChat.ContactMsgBody) => console.log(m.from, m.status), onContactAgreed: ({ from }) => console.log(from),
      onGroupEvent: (e) => { if (e.operation === "updateInfo") console.log(e.detail?.name, e.id); if (e.operation === "inviteToJoin") console.log(e.from); },
      onChatroomEvent: (e: EasemobChat.ChatroomEvent) => console.log(e.operation === "memberPresence" && e.memberCount),
      onPresenceStatusChange: (list) => list.forEach((one) => console.log(one.userId, one.statusDetails[0].device)),
      onReactionChange: (m) => m.reactions.map((one) => one.op?.[0].reactionType === "create"),
      onChatThreadChange: (m) => console.log(m.operation === "userRemove", m.name), onMessagePinEvent: (e) => console.log(e.operation === "pin"),
      onOfflineMessageSyncStart: () => {}, onOfflineMessageSyncFinish: () => {},
    };
  `,

  "users, devices, logger and helpers": `
    import websdk, { EasemobChat, EasemobChatStatic } from "easemob-websdk";
    const sdk: Pick<EasemobChatStatic, "logger" | "utils"> = websdk;
    export async function rest(conn: EasemobChat.Connection) {
      const { data } = await conn.fetchUserInfoById(["a", "b"], ["nickname", "avatarurl"]);
      const info: EasemobChat.UpdateOwnUserInfoParams | undefined = data?.a;
      await conn.updateUserInfo("nickname", "n"); await conn.updateOwnUserInfo({ gender: 1, mail: "m" }); await conn.updateCurrentUserNick("n");
      const keys: EasemobChat.ConfigurableKey[] = ["sign", "birth"];
      await conn.fetchUserInfoById("a", keys);
      const ids = (await conn.getSelfIdsOnOtherPlatform()).data ?? [];
      conn.setLoginInfoCustomExt("x"); conn.onShow();
      return ids.map((id) => id.split("/")[1]).concat(info?.nickname ?? "");
    }
    sdk.logger.setLevel("ERROR", true); sdk.logger.setLevel(0); sdk.logger.enableAll(); sdk.logger.disableAll();
    sdk.logger.setConfig({ useCache: true, maxCache: 1024 }); sdk.logger.setConsoleLogVisibility(false);
    websdk.logger.onLog = (entry: { time: string; level: string; logs: any[] }) => console.log(entry.time, entry.logs.length);
    const level: EasemobChat.LevelNum = sdk.logger.getLevel();
    const lines: string[] = sdk.logger.getLogs();
    sdk.utils.ajax({ url: "/x", type: "POST", data: JSON.stringify({}), headers: { a: "b" }, success: (r) => console.log(r.data), error: () => {} }).then((r) => r.entities);
    sdk.utils.listenNetwork(() => {}, () => {});
    const { platform, global } = sdk.utils.getEnvInfo();
    const host: string = platform === "wx" || platform === "zfb" ? "small" : platform;
    sdk.utils.uploadFile({ accessToken: "t", appKey: "o#a", file: new Blob(), onFileUploadProgress: (p) => console.log(p.loaded), onFileUploadComplete: (r) => console.log(r.uri), onFileUploadError: (e) => console.log(e.type) });
    console.log(level, lines, global.location, host, sdk.utils.getUniqueId());
  `,

  "types that are made of the types": `
    import websdk, { EasemobChat } from "easemob-websdk";
    type Conn = InstanceType<typeof websdk.connection>;
    type Open = Parameters<Conn["open"]>[0];
    type Page = Awaited<ReturnType<Conn["getHistoryMessages"]>>;
    type Names = keyof EasemobChat.EventHandlerType;
    type CodeName = keyof typeof EasemobChat.Code;
    type Handler<K extends Names> = NonNullable<EasemobChat.EventHandlerType[K]>;
    interface Mine extends EasemobChat.TextMsgBody { isMine: boolean }
    type Stored = Omit<EasemobChat.ImgMsgBody, "file" | "onFileUploadProgress">;
    const open: Open = { user: "u", pwd: "p" };
    const code: CodeName = "NO_PERMISSION";
    const hear: Handler<"onTextMessage"> = (message) => { const mine: Mine = { ...message, isMine: true }; console.log(mine.msg); };
    const image = (page: Page): Stored | undefined => page.messages.find((one): one is EasemobChat.ImgMsgBody => one.type === "img");
    const make: typeof EasemobChat.Message.create = websdk.message.create;
    export { open, code, hear, image, make };
    export const create: EasemobChat.Connection = new websdk.connection({ appId: "a", delivery: true } as EasemobChat.ConnectionParameters);
  `,
};

/** They do not, each because of the line that is marked. */
export const WRONG: Readonly<Record<string, string>> = {
  "an option of the wrong type": `
    import websdk from "easemob-websdk";
    new websdk.connection({ appKey: 1 }); // wrong
  `,
  "an option that is none": `
    import websdk from "easemob-websdk";
    new websdk.connection({ appkey: "org#app" }); // wrong
  `,
  "a login without a user": `
    import websdk from "easemob-websdk";
    new websdk.connection({ appKey: "org#app" }).open({ accessToken: "t" }); // wrong
  `,
  "a text without its receiver": `
    import { EasemobChat } from "easemob-websdk";
    export const option: EasemobChat.CreateTextMsgParameters = { type: "txt", chatType: "singleChat", msg: "m" }; // wrong
  `,
  "a type of chat that is none": `
    import websdk from "easemob-websdk";
    websdk.message.create({ type: "txt", chatType: "groupchat", to: "g", msg: "m" }); // wrong
  `,
  "a handler that is none": `
    import { EasemobChat } from "easemob-websdk";
    export const handlers: EasemobChat.EventHandlerType = { onTextMesage: () => {} }; // wrong
  `,
  "a member of another type of message": `
    import { EasemobChat } from "easemob-websdk";
    export const text = (message: EasemobChat.ImgMsgBody): string => message.msg; // wrong
  `,
  "a message that was not looked at": `
    import { EasemobChat } from "easemob-websdk";
    export const text = (message: EasemobChat.MessageBody): string => message.msg; // wrong
  `,
  "what is sent is a text": `
    import websdk from "easemob-websdk";
    new websdk.connection({ appKey: "org#app" }).send("hello"); // wrong
  `,
  "the result is taken for another": `
    import websdk from "easemob-websdk";
    export const sent = (conn: InstanceType<typeof websdk.connection>, body: any): Promise<string> => conn.send(body); // wrong
  `,
  "a type that is none": `
    import { EasemobChat } from "easemob-websdk";
    export type Body = EasemobChat.TextBody; // wrong
  `,
};
