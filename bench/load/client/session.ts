/** One logged-in user of the generator: it speaks like the official client, and acknowledges every batch like it. */
import { CommUnreadDL, decode, encode, Jid, MSyncCommand, Provision } from "@rondo/protocol";
import {
  appendPull,
  keepAliveFrame,
  logoutFrame,
  type MessageTemplate,
  numberOf,
  provisionFrame,
  unreadFrame,
} from "./frames.ts";
import { type Scanned, scan } from "./scan.ts";
import { WebSocketClient } from "./websocket.ts";

export interface Login {
  readonly websocket: string;
  readonly appKey: string;
  readonly user: string;
  readonly token: string;
  readonly resource: string;
}

export interface SessionHooks {
  /** The server has answered message `number` of this user; code 0: accepted. */
  onAck(number: number, code: number): void;
  onText(sender: number, number: number): void;
  onLost(reason: string): void;
}

export class Session {
  private readonly login: Login;
  private readonly hooks: SessionHooks;
  private readonly connection: WebSocketClient;
  private answerProvision: ((answer: Provision) => void) | undefined;
  private answerUnread: (() => void) | undefined;

  constructor(login: Login, hooks: SessionHooks) {
    this.login = login;
    this.hooks = hooks;
    this.connection = new WebSocketClient(login.websocket, {
      onFrame: (bytes, start, end) => this.handle(bytes, start, end),
      onLost: (reason) => hooks.onLost(`${login.user}: ${reason}`),
    });
  }

  /** Connects and logs in; nothing is pulled yet. */
  async open(): Promise<void> {
    await this.connection.opened();
    const answer = await new Promise<Provision>((resolve) => {
      this.answerProvision = resolve;
      this.write(provisionFrame(this.login));
    });
    const code = answer.status?.errorCode ?? 0;
    if (code !== 0) throw new Error(`${this.login.user}: login refused, ${code} "${answer.status?.reason ?? ""}"`);
  }

  /** Asks what is unread, which starts delivery; resolves with the answer, while what it lists is being pulled. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.answerUnread = resolve;
      this.heartbeat();
    });
  }

  /** The official client's: UNREAD, whose answer it follows with keep-alives. */
  heartbeat(): void {
    this.write(unreadFrame);
  }

  /** Sends messages `first` to `first + count - 1` of this user in one write. */
  send(template: MessageTemplate, first: number, { count }: { count: number }): void {
    for (let i = 0; i < count; i++) template.append(this.connection, first + i);
    this.connection.flush();
  }

  close(): void {
    this.write(logoutFrame());
    this.connection.close();
  }

  private handle(bytes: Uint8Array, start: number, end: number): void {
    const scanned = scan(bytes, start, end);
    switch (scanned.command) {
      case MSyncCommand.SYNC:
        this.handleSync(scanned, bytes);
        return;
      case MSyncCommand.UNREAD:
        this.handleUnread(bytes.subarray(scanned.payloadStart, scanned.payloadEnd));
        return;
      case MSyncCommand.PROVISION:
        this.answerProvision?.(decode(Provision, bytes.slice(scanned.payloadStart, scanned.payloadEnd)));
        return;
      case MSyncCommand.NOTICE: {
        // CommNotice has one field, the queue: step over its tag and length.
        const queueStart = scanned.payloadStart + 2;
        const none = { keyStart: 0, keyEnd: 0 };
        appendPull(this.connection, { bytes, ...none, queueStart, queueEnd: scanned.payloadEnd });
        return;
      }
      default:
        return;
    }
  }

  private handleSync(scanned: Scanned, bytes: Uint8Array): void {
    if (scanned.metaId > 0) {
      this.hooks.onAck(numberOf(scanned.metaId), scanned.code);
      return;
    }
    for (const { sender, number } of scanned.texts) this.hooks.onText(sender, number);
    if (scanned.metas > 0 && !scanned.isLast) appendPull(this.connection, { bytes, ...rangesOf(scanned) });
  }

  private handleUnread(payload: Uint8Array): void {
    const queues = decode(CommUnreadDL, payload).unread ?? [];
    for (const { queue } of queues) {
      const bytes = encode(Jid, queue ?? {});
      appendPull(this.connection, { bytes, keyStart: 0, keyEnd: 0, queueStart: 0, queueEnd: bytes.length });
    }
    const keepAlive = keepAliveFrame();
    this.connection.append(keepAlive);
    if (queues.length === 0) this.connection.append(keepAlive);
    this.answerUnread?.();
    this.answerUnread = undefined;
  }

  private write(frame: Buffer): void {
    this.connection.append(frame);
    this.connection.flush();
  }
}

function rangesOf({ keyStart, keyEnd, queueStart, queueEnd }: Scanned) {
  return { keyStart, keyEnd, queueStart, queueEnd };
}
