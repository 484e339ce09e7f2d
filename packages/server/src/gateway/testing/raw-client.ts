/** A small MSync client over a real socket that does exactly what a test says, right or wrong. */
import {
  CommSyncDL,
  CommSyncUL,
  CommUnreadDL,
  decode,
  type Encodable,
  encode,
  type Jid,
  MessageBody,
  MessageBodyContentType,
  MessageBodyType,
  type Meta,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  StatisticsBody,
  userJid,
} from "@rondo/protocol";
import { WebSocket } from "ws";

export interface Identity {
  readonly app: string;
  readonly user: string;
  readonly token: string;
  readonly resource: string;
}

/** A downlink frame with its payload decoded. */
export type Received =
  | { readonly command: "sync"; readonly sync: CommSyncDL }
  | { readonly command: "unread"; readonly unread: CommUnreadDL }
  | { readonly command: "provision"; readonly provision: Provision }
  | { readonly command: "logout" };

interface Waiter {
  readonly wants: (frame: Received) => boolean;
  readonly resolve: (frame: Received) => void;
  readonly reject: (error: Error) => void;
}

export class RawClient {
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Frames nobody has asked for yet, oldest first. */
  readonly inbox: Received[] = [];
  /** How the server's frames came. */
  readonly kinds = new Set<"binary" | "base64">();
  /** Every CHAT meta received, in order, when `behave` is on. */
  readonly metas: Meta[] = [];
  readonly identity: Identity;
  private readonly ws: WebSocket;
  private readonly kind: "binary" | "base64";
  private readonly waiters: Waiter[] = [];
  private behaves = false;
  private nextId = 434991600001;

  private constructor(ws: WebSocket, options: { identity: Identity; kind: "binary" | "base64" }) {
    this.ws = ws;
    this.identity = options.identity;
    this.kind = options.kind;
    ws.on("message", (data: Buffer, isBinary) => this.arrived(data, isBinary));
    ws.on("error", () => ws.terminate());
    this.closed = new Promise((resolve) => {
      ws.on("close", (code, reason) => {
        resolve({ code, reason: reason.toString() });
        for (const { reject } of this.waiters.splice(0)) reject(new Error(`closed with ${code} ${reason.toString()}`));
      });
    });
  }

  static async connect(
    url: string,
    options: { identity: Identity; kind?: "binary" | "base64" | undefined },
  ): Promise<RawClient> {
    const ws = new WebSocket(url, { perMessageDeflate: false });
    const client = new RawClient(ws, { identity: options.identity, kind: options.kind ?? "binary" });
    await new Promise<void>((resolve, reject) => {
      ws.once("open", () => resolve());
      ws.once("error", reject);
    });
    return client;
  }

  /** Answers what an official client answers: pulls what an UNREAD lists, and acknowledges every batch. */
  behave(): void {
    this.behaves = true;
    for (const frame of this.inbox.splice(0)) this.react(frame);
  }

  /** The next frame that fits, of those received and not asked for yet or of those to come. */
  next<F extends Received>(wants: (frame: Received) => frame is F): Promise<F>;
  next(wants: (frame: Received) => boolean): Promise<Received>;
  next(wants: (frame: Received) => boolean): Promise<Received> {
    const at = this.inbox.findIndex(wants);
    // The index was found in this array.
    if (at >= 0) return Promise.resolve(this.inbox.splice(at, 1)[0] as Received);
    return new Promise((resolve, reject) => this.waiters.push({ wants, resolve, reject }));
  }

  async sync(wants: (sync: CommSyncDL) => boolean = () => true): Promise<CommSyncDL> {
    const frame = await this.next((f) => f.command === "sync" && wants(f.sync));
    if (frame.command !== "sync") throw new Error("unreachable");
    return frame.sync;
  }

  /** A batch: metas with a key. */
  batch(queue?: string): Promise<CommSyncDL> {
    return this.sync((s) => s.nextKey !== undefined && (queue === undefined || s.queue?.name === queue));
  }

  last(queue: string): Promise<CommSyncDL> {
    return this.sync((s) => s.isLast === true && s.queue?.name === queue && (s.metas ?? []).length === 0);
  }

  /** Sends PROVISION as the official client does and waits for the answer. */
  async provision(changes: Encodable<Provision> & { readonly auth?: string; guid?: Jid } = {}): Promise<Provision> {
    const { app, user, token, resource } = this.identity;
    const { auth, guid, ...fields } = changes;
    this.send({
      guid: guid ?? userJid(app, user, resource),
      auth: auth ?? `$t$${token}`,
      command: MSyncCommand.PROVISION,
      payload: encode(Provision, {
        osType: 16,
        version: "4.21.1",
        deviceUuid: "web_1700000000000",
        deviceName: "webim",
        resource,
        actionVersion: "v5.2",
        authToken: JSON.stringify({ token: `$t$${token}` }),
        sessionId: "1700000000001:",
        protocolCompressType: [2],
        ...fields,
      }),
    });
    const frame = await this.next((f) => f.command === "provision");
    if (frame.command !== "provision") throw new Error("unreachable");
    return frame.provision;
  }

  /** Names of the queues the server lists. */
  unread(): Promise<string[]> {
    this.send({ command: MSyncCommand.UNREAD });
    return this.listed();
  }

  /** The same, without asking. */
  async listed(): Promise<string[]> {
    const frame = await this.next((f) => f.command === "unread");
    if (frame.command !== "unread") throw new Error("unreachable");
    return (frame.unread.unread ?? []).map(({ queue }) => queue?.name ?? "");
  }

  /** PROVISION and UNREAD, both answered well. */
  async login(): Promise<string[]> {
    const answer = await this.provision();
    if (answer.status?.errorCode !== 0) throw new Error(`refused: ${answer.status?.reason}`);
    return this.unread();
  }

  pull(queue: string | Jid, key?: string): void {
    const jid = typeof queue === "string" ? userJid(this.identity.app, queue) : queue;
    this.send({ command: MSyncCommand.SYNC, payload: encode(CommSyncUL, { queue: jid, key }) });
  }

  /** Sends a text and returns the id it went out with; the ack is for the caller to await. */
  text(to: string, text: string, changes: Encodable<Meta> = {}): string {
    return this.body(
      to,
      {
        type: MessageBodyType.CHAT,
        from: { name: this.identity.user },
        to: { name: to },
        contents: [{ type: MessageBodyContentType.TEXT, text }],
      },
      changes,
    );
  }

  body(to: string, body: Encodable<MessageBody>, changes: Encodable<Meta> = {}): string {
    return this.meta({
      to: userJid(this.identity.app, to),
      ns: MetaNameSpace.CHAT,
      routetype: 0,
      payload: encode(MessageBody, body),
      ...changes,
    });
  }

  meta(meta: Encodable<Meta>): string {
    const id = String(this.nextId++);
    const withId = { id, ...meta };
    this.send({ command: MSyncCommand.SYNC, payload: encode(CommSyncUL, { meta: withId }) });
    return withId.id ?? id;
  }

  ack(metaId: string): Promise<CommSyncDL> {
    return this.sync((s) => s.metaId === metaId);
  }

  /** Sends a text and waits for its ack. */
  async say(to: string, text: string): Promise<CommSyncDL> {
    return this.ack(this.text(to, text));
  }

  send(frame: Encodable<MSync>): void {
    const bytes = encode(MSync, { encryptType: [0], ...frame });
    if (this.kind === "binary") this.ws.send(bytes);
    else this.ws.send(Buffer.from(bytes).toString("base64"));
  }

  sendRaw(data: string | Uint8Array): void {
    this.ws.send(data);
  }

  /** Resolves with the pong. */
  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.ws.once("pong", () => resolve());
      this.ws.ping();
    });
  }

  /** Stops reading from the socket, as a client that hangs does. */
  stopReading(): void {
    this.ws.pause();
  }

  /** The network is gone: no close frame. */
  cut(): void {
    this.ws.terminate();
  }

  async close(): Promise<void> {
    this.ws.close();
    await this.closed;
  }

  private arrived(data: Buffer, isBinary: boolean): void {
    this.kinds.add(isBinary ? "binary" : "base64");
    const bytes = isBinary ? data : Buffer.from(data.toString("latin1"), "base64");
    const frame = understand(decode(MSync, bytes));
    const at = this.waiters.findIndex(({ wants }) => wants(frame));
    if (at >= 0) this.waiters.splice(at, 1)[0]?.resolve(frame);
    else if (this.behaves) this.react(frame);
    else this.inbox.push(frame);
  }

  private react(frame: Received): void {
    if (frame.command === "unread") {
      for (const { queue } of frame.unread.unread ?? []) if (queue !== undefined) this.pull(queue);
    } else if (frame.command === "sync" && frame.sync.metaId === undefined) {
      for (const meta of frame.sync.metas ?? []) if (meta.ns === MetaNameSpace.CHAT) this.metas.push(meta);
      if (frame.sync.nextKey !== undefined && frame.sync.isLast !== true && frame.sync.queue !== undefined) {
        this.pull(frame.sync.queue, frame.sync.nextKey);
      } else this.inbox.push(frame);
    } else this.inbox.push(frame);
  }
}

function understand(frame: MSync): Received {
  const payload = frame.payload ?? new Uint8Array(0);
  switch (frame.command ?? MSyncCommand.SYNC) {
    case MSyncCommand.SYNC:
      return { command: "sync", sync: decode(CommSyncDL, payload) };
    case MSyncCommand.UNREAD:
      return { command: "unread", unread: decode(CommUnreadDL, payload) };
    case MSyncCommand.PROVISION:
      return { command: "provision", provision: decode(Provision, payload) };
    case MSyncCommand.LOGOUT:
      return { command: "logout" };
    default:
      throw new Error(`the server sent command ${frame.command}`);
  }
}

export function textOf(meta: Meta | undefined): string | undefined {
  return meta?.payload === undefined ? undefined : decode(MessageBody, meta.payload).contents?.[0]?.text;
}

export function textsOf(metas: readonly Meta[] | undefined): (string | undefined)[] {
  return (metas ?? []).map(textOf);
}

/** What a kick says. */
export function kickOf(sync: CommSyncDL): StatisticsBody | undefined {
  const meta = sync.metas?.[0];
  return meta?.ns === MetaNameSpace.STATISTIC && meta.payload !== undefined
    ? decode(StatisticsBody, meta.payload)
    : undefined;
}
