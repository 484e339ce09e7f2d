/**
 * The program that each person runs: it lives in the same world as the SDK (a mini-program realm or a browser page), drives
 * it through its official API and speaks JSON text with the test. `agent` is sent there as source text, so it may use
 * nothing from outside its own body.
 */

/** What the surroundings give the program. Bytes travel as base64. */
export interface AgentHost {
  emit(event: string, payload: string): void;
  toBase64(bytes: ArrayBuffer): string;
  fromBase64(text: string): ArrayBuffer;
}

export interface Agent {
  /** `args` is a JSON array; the answer is JSON text of `{ ok, value }` or `{ ok: false, error }`. */
  invoke(method: string, args: string): Promise<string>;
}

interface GuestConnection {
  [method: string]: unknown;
  context: { accessToken: string; orgName: string; appName: string };
  apiUrl: string;
  clientResource?: string;
  addEventHandler(id: string, handlers: Record<string, (payload: unknown) => void>): void;
  open(options: unknown): Promise<unknown>;
  close(): void;
  send(message: unknown): Promise<unknown>;
  modifyMessage(options: unknown): Promise<unknown>;
  voiceFileToText(source: unknown): Promise<unknown>;
}

interface GuestMessage {
  [field: string]: unknown;
}

export interface GuestSdk {
  connection: new (options: unknown) => GuestConnection;
  message: { create(options: unknown): GuestMessage };
  utils: { download(options: unknown): void };
}

/** The platform object of a mini program, as far as the program itself uses it. */
export interface GuestPlatform {
  uploadFile(options: unknown): unknown;
  downloadFile(options: unknown): unknown;
  getFileSystemManager(): { readFile(options: unknown): void };
}

interface AttachmentFile {
  filename: string;
  filetype: string;
  /** Mini programs: where the picked file lies. */
  path?: string;
  /** Browsers: the content. */
  base64?: string;
}

export function agent(sdk: GuestSdk, host: AgentHost, platform: GuestPlatform | undefined): Agent {
  const events = [
    "onOpened onClosed onConnected onReconnecting onDisconnected onOnline onOffline onTokenWillExpire onTokenExpired",
    "onOfflineMessageSyncStart onOfflineMessageSyncFinish onError onMessage onTextMessage onCombineMessage",
    "onImageMessage onAudioMessage onVideoMessage onFileMessage onLocationMessage onCmdMessage onCustomMessage",
    "onReceivedMessage onDeliveredMessage onReadMessage onChannelMessage onRecallMessage onModifiedMessage",
    "onStatisticMessage onMultiDeviceEvent onContactInvited onContactAgreed onContactRefuse onContactDeleted",
    "onContactAdded onGroupEvent onChatroomEvent onPresenceStatusChange onReactionChange onMessagePinEvent",
    "onContactChange onGroupChange onChatroomChange onPresence onChatThreadChange onStreamMessage",
    // Of ours alone.
    "onChatroomLost onChatroomRejoined",
  ]
    .join(" ")
    .split(" ");
  let conn: GuestConnection | undefined;

  const toJson = (value: unknown): string => {
    try {
      const text = JSON.stringify(value);
      return text === undefined ? "null" : text;
    } catch (_) {
      return JSON.stringify(String(value)); // cyclic: some errors carry the request object
    }
  };

  const toError = (error: unknown): unknown => {
    if (error === null || typeof error !== "object") return { message: String(error) };
    const given = error as Record<string, unknown>; // an object, read member by member
    const plain: Record<string, unknown> = { name: given.name, message: given.message, type: given.type };
    for (const key of Object.keys(given)) plain[key] = JSON.parse(toJson(given[key]));
    return plain;
  };

  const connected = (): GuestConnection => {
    if (!conn) throw new Error("connect first");
    return conn;
  };

  const create = (kind: string, fields: Record<string, unknown>): GuestMessage => {
    const options: Record<string, unknown> = { type: kind };
    for (const key of Object.keys(fields)) options[key] = fields[key];
    return sdk.message.create(options);
  };

  const send = async (message: GuestMessage): Promise<unknown> => {
    host.emit("sending", toJson({ id: message.id, to: message.to, type: message.type }));
    return { result: await connected().send(message), localId: message.id };
  };

  const promised = <T>(start: (success: (result: T) => void, fail: (error: unknown) => void) => void): Promise<T> =>
    new Promise<T>(start);

  /** What the public guide tells mini programs to do: upload with the platform's function, then send the address. */
  const upload = async (file: AttachmentFile, path = "chatfiles"): Promise<Record<string, unknown>> => {
    const { apiUrl, context } = connected();
    const answer = await promised<{ data: string; statusCode: number }>((success, fail) =>
      platform?.uploadFile({
        url: `${apiUrl}/${context.orgName}/${context.appName}/${path}`,
        filePath: file.path,
        name: "file",
        fileName: "file",
        fileType: "image",
        header: { "Content-Type": "multipart/form-data", Authorization: `Bearer ${context.accessToken}` },
        success,
        fail,
      }),
    );
    const body = JSON.parse(answer.data);
    if (answer.statusCode !== 200) throw body;
    return body;
  };

  const sendUploaded = async (
    kind: string,
    fields: Record<string, unknown>,
    file: AttachmentFile,
  ): Promise<unknown> => {
    const { uri, entities } = (await upload(file)) as { uri: string; entities: Record<string, unknown>[] };
    const entity = entities[0] || {};
    const message = create(kind, fields);
    message.file = undefined;
    message.body = {
      url: `${uri}/${entity.uuid}`,
      secret: entity["share-secret"],
      type: file.filetype,
      filename: file.filename,
      length: fields.length,
      file_length: fields.file_length,
      size: { width: fields.width, height: fields.height },
    };
    return send(message);
  };

  /** In browsers by the SDK; in mini programs, where it cannot, as they upload everything else. */
  const shareFile = (kind: "group" | "room", id: string, file: AttachmentFile): Promise<unknown> => {
    const [path, method, target] =
      kind === "group"
        ? ["chatgroups", "uploadGroupSharedFile", "groupId"]
        : ["chatrooms", "uploadChatRoomSharedFile", "roomId"];
    if (platform) return upload(file, `${path}/${id}/share_files`);
    const data = new File([new Uint8Array(host.fromBase64(file.base64 || ""))], file.filename, { type: file.filetype });
    return promised((success, fail) => {
      const run = connected()[method || ""] as (options: unknown) => void; // the SDK's own, checked by calling it
      run.call(connected(), {
        [target || ""]: id,
        file: { data, filename: file.filename, filetype: file.filetype, url: URL.createObjectURL(data) },
        onFileUploadComplete: success,
        onFileUploadError: fail,
      });
    });
  };

  const downloadShared = async (groupId: string, fileId: string): Promise<ArrayBuffer> => {
    const { apiUrl, context } = connected();
    const url = `${apiUrl}/${context.orgName}/${context.appName}/chatgroups/${groupId}/share_files/${fileId}`;
    if (platform) return downloadMini(url, { Authorization: `Bearer ${context.accessToken}` });
    const blob = await promised<Blob>((success, fail) => {
      const run = connected().downloadGroupSharedFile as (options: unknown) => void; // the SDK's own
      run.call(connected(), { groupId, fileId, onFileDownloadComplete: success, onFileDownloadError: fail });
    });
    return blob.arrayBuffer();
  };

  const sendFile = (kind: string, fields: Record<string, unknown>, file: AttachmentFile): Promise<unknown> => {
    if (platform) return sendUploaded(kind, fields, file);
    const data = new File([new Uint8Array(host.fromBase64(file.base64 || ""))], file.filename, { type: file.filetype });
    const options: Record<string, unknown> = {
      file: { data, filename: file.filename, filetype: file.filetype, url: URL.createObjectURL(data) },
    };
    for (const key of Object.keys(fields)) options[key] = fields[key];
    return send(create(kind, options));
  };

  const downloadMini = async (url: string, header: Record<string, string> = {}): Promise<ArrayBuffer> => {
    const answer = await promised<{ tempFilePath?: string; apFilePath?: string; statusCode?: number }>(
      (success, fail) => platform?.downloadFile({ url, header, success, fail }),
    );
    if (answer.statusCode !== undefined && answer.statusCode !== 200) throw answer;
    const read = await promised<{ data: ArrayBuffer }>((success, fail) =>
      platform?.getFileSystemManager().readFile({ filePath: answer.tempFilePath || answer.apFilePath, success, fail }),
    );
    return read.data;
  };

  const downloadWeb = async (url: string, secret: string): Promise<ArrayBuffer> => {
    const blob = await promised<Blob>((success, fail) =>
      sdk.utils.download({
        url,
        secret,
        accessToken: connected().context.accessToken,
        onFileDownloadComplete: success,
        onFileDownloadError: fail,
      }),
    );
    return blob.arrayBuffer();
  };

  const methods: Record<string, (...args: never[]) => unknown> = {
    connect(options: unknown) {
      conn = new sdk.connection(options);
      const handlers: Record<string, (payload: unknown) => void> = {};
      for (const event of events) {
        handlers[event] = (payload) => host.emit(event, toJson(payload instanceof Error ? toError(payload) : payload));
      }
      conn.addEventHandler("testkit", handlers);
    },
    call(method: string, args: unknown[]) {
      const target = connected();
      const run = target[method];
      if (typeof run !== "function") throw new Error(`the SDK has no ${method}`);
      return run.apply(target, args);
    },
    get(path: string[]) {
      let value: unknown = connected();
      for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key]; // a path the test names
      return value;
    },
    send(kind: string, fields: Record<string, unknown>) {
      return send(create(kind, fields));
    },
    /** Many messages from inside the program: one after the other, or all at once. Failures are part of the answer. */
    async sendMany(kind: string, list: Record<string, unknown>[], inTurn: boolean) {
      // The official client gives up on a text after 15 seconds, but for one it has written to a socket that was dying at
      // that moment: that promise may never settle, and its message may or may not have been accepted.
      const patienceMs = 40_000;
      const settle = (fields: Record<string, unknown>) =>
        new Promise((resolve) => {
          const timer = setTimeout(() => resolve({ ok: false, error: { message: "never settled" } }), patienceMs);
          const settled = (outcome: unknown) => {
            clearTimeout(timer);
            resolve(outcome);
          };
          send(create(kind, fields)).then(
            (value) => settled({ ok: true, value }),
            (error: unknown) => settled({ ok: false, error: toError(error) }),
          );
        });
      if (!inTurn) return Promise.all(list.map(settle));
      const outcomes: unknown[] = [];
      for (const fields of list) outcomes.push(await settle(fields));
      return outcomes;
    },
    modify(messageId: string, kind: string, fields: Record<string, unknown>) {
      return connected().modifyMessage({ messageId, modifiedMessage: create(kind, fields) });
    },
    sendFile,
    shareFile,
    async downloadShared(groupId: string, fileId: string) {
      return host.toBase64(await downloadShared(groupId, fileId));
    },
    voiceFileToText(file: AttachmentFile) {
      if (platform) return connected().voiceFileToText({ filePath: file.path, name: file.filename });
      return connected().voiceFileToText(
        new File([new Uint8Array(host.fromBase64(file.base64 || ""))], file.filename, { type: file.filetype }),
      );
    },
    async download(url: string, secret: string) {
      return host.toBase64(await (platform ? downloadMini(url) : downloadWeb(url, secret)));
    },
  };

  return {
    async invoke(method, args) {
      try {
        const run = methods[method];
        if (!run) throw new Error(`no such method: ${method}`);
        const value = await (run as (...args: unknown[]) => unknown)(...JSON.parse(args)); // the test's own calls
        return toJson({ ok: true, value });
      } catch (error) {
        return toJson({ ok: false, error: toError(error) });
      }
    },
  };
}
