import type { ServerAddress } from "../server/server.ts";
import { EventLog } from "./event-log.ts";
import type { Message, MessageKind, SendResult } from "./messages.ts";
import { SdkError } from "./sdk-error.ts";

export type PlatformName = "my" | "wx" | "web";

export interface Credentials {
  readonly id: string;
  readonly password: string;
}

export type Login = { readonly password: string } | { readonly token: string };

export interface Attachment {
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly filetype: string;
}

export type SendOutcome =
  | { readonly ok: true; readonly sent: SendResult }
  | { readonly ok: false; readonly error: Record<string, unknown> };

/** The place a person's SDK runs in. */
export interface Seat {
  readonly platform: PlatformName;
  /** The server as this place reaches it. */
  readonly server: ServerAddress;
  /** Runs a method of the person's program (`agent.ts`); both texts are JSON. */
  invoke(method: string, args: string): Promise<string>;
  /** Puts a file where the program can pick it, and says how it finds it. */
  offerFile(attachment: Attachment): Promise<{ path?: string; base64?: string }>;
  /** Breaks the connection without a word; new ones succeed. */
  cut(): Promise<void>;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Makes the program's timers run faster; where they cannot be (a browser), nothing changes. */
  speedUp(factor: number): void;
  /** What the program printed, newest last. */
  console(): string[];
  leave(): Promise<void>;
}

export interface PersonOptions {
  /** Options of `new WebIM.connection` beside the addresses, or instead of them. */
  readonly connection: Record<string, unknown>;
  readonly timeoutMs: number;
}

/** A user at a device: an SDK in a world of its own, and what happened to it. */
export class Person {
  readonly id: string;
  readonly password: string;
  readonly platform: PlatformName;
  readonly events: EventLog;
  readonly seat: Seat;

  private constructor(credentials: Credentials, seat: Seat, events: EventLog) {
    this.id = credentials.id;
    this.password = credentials.password;
    this.platform = seat.platform;
    this.seat = seat;
    this.events = events;
  }

  /** Sits down: `open` gives the seat, telling it where events go; the SDK is made, nobody is logged in yet. */
  static async sit(
    credentials: Credentials,
    open: (emit: (event: string, payload: string) => void) => Promise<Seat>,
    options: PersonOptions,
  ): Promise<Person> {
    const events = new EventLog(credentials.id, options.timeoutMs);
    const seat = await open((event, payload) => events.add(event, JSON.parse(payload)));
    const person = new Person(credentials, seat, events);
    const { appKey, rest, websocket } = seat.server;
    const addresses = { appKey, isHttpDNS: false, url: websocket, apiUrl: rest, https: rest.startsWith("https:") };
    try {
      await person.invoke("connect", [{ ...addresses, ...options.connection }]);
    } catch (error) {
      await seat.leave();
      throw error;
    }
    return person;
  }

  /** Calls any method of the connection. */
  call<T = unknown>(method: string, ...args: unknown[]): Promise<T> {
    return this.invoke<T>("call", [method, args], method);
  }

  get<T = unknown>(...path: string[]): Promise<T> {
    return this.invoke<T>("get", [path]);
  }

  register(): Promise<unknown> {
    return this.call("registerUser", { username: this.id, password: this.password, nickname: "" });
  }

  login(login: Login = { password: this.password }): Promise<{ accessToken: string; duration?: number }> {
    const secret = "token" in login ? { accessToken: login.token } : { pwd: login.password };
    return this.call("open", { user: this.id, ...secret });
  }

  logout(): Promise<void> {
    return this.call("close");
  }

  /** Sends a message made by `message.create`; `to` may also be `user/resource`. */
  async send(kind: MessageKind, fields: Record<string, unknown>, to: string): Promise<SendResult> {
    const message = { chatType: "singleChat", ...fields, to };
    return toSendResult(await this.invoke("send", [kind, message], `send ${kind}`));
  }

  /** Sends from inside the program without a round trip each: in turn, or all at once. Failures are part of the answer. */
  async sendMany(
    kind: MessageKind,
    messages: readonly Record<string, unknown>[],
    to: string,
    options: { inTurn: boolean },
  ): Promise<SendOutcome[]> {
    const list = messages.map((fields) => ({ chatType: "singleChat", ...fields, to }));
    const answer = await this.invoke<({ ok: true; value: unknown } | { ok: false; error: Record<string, unknown> })[]>(
      "sendMany",
      [kind, list, options.inTurn],
    );
    return answer.map((outcome) => (outcome.ok ? { ok: true, sent: toSendResult(outcome.value) } : outcome));
  }

  /** Edits a message that was sent to `to`; `fields` are the new content. */
  modify<T = unknown>(messageId: string, kind: MessageKind, fields: Record<string, unknown>, to: string): Promise<T> {
    const content = { chatType: "singleChat", ...fields, to };
    return this.invoke<T>("modify", [messageId, kind, content], `modify ${kind}`);
  }

  /** Uploads and sends: by the SDK in browsers, by the program with the platform's upload in mini programs. */
  async sendFile(
    kind: "img" | "audio" | "video" | "file",
    fields: Record<string, unknown>,
    attachment: Attachment,
    to: string,
  ): Promise<SendResult> {
    const message = {
      chatType: "singleChat",
      filename: attachment.filename,
      file_length: attachment.bytes.byteLength,
      ...fields,
      to,
    };
    const { filename, filetype } = attachment;
    const file = { filename, filetype, ...(await this.seat.offerFile(attachment)) };
    return toSendResult(await this.invoke("sendFile", [kind, message, file], `send ${kind}`));
  }

  /** Has a file of one's own written down. */
  async voiceFileToText(attachment: Attachment): Promise<unknown> {
    const { filename, filetype } = attachment;
    const file = { filename, filetype, ...(await this.seat.offerFile(attachment)) };
    return this.invoke("voiceFileToText", [file]);
  }

  /** Shares a file with a group or room: by the SDK in browsers, by the program in mini programs. Answers what the server says. */
  async shareFile(
    kind: "group" | "room",
    id: string,
    attachment: Attachment,
  ): Promise<{ data: Record<string, unknown> }> {
    const { filename, filetype } = attachment;
    const file = { filename, filetype, ...(await this.seat.offerFile(attachment)) };
    return this.invoke("shareFile", [kind, id, file], `share a file in ${id}`);
  }

  /** A shared file of a group. */
  async downloadShared(group: string, file: string): Promise<Buffer> {
    return Buffer.from(await this.invoke<string>("downloadShared", [group, file], `download shared ${file}`), "base64");
  }

  async download(url: string, secret = ""): Promise<Buffer> {
    return Buffer.from(await this.invoke<string>("download", [url, secret], `download ${url}`), "base64");
  }

  waitFor<T = Message>(
    event: string,
    accepts?: (payload: T) => boolean,
    options?: { after?: number; timeoutMs?: number },
  ): Promise<T> {
    return this.events.waitFor(event, accepts, options);
  }

  /** Logs out if logged in, and gives the seat back. */
  async leave(): Promise<void> {
    await this.call("close").catch(() => {}); // it may have been thrown out already
    await this.seat.leave();
  }

  private async invoke<T>(method: string, args: unknown[], name = method): Promise<T> {
    const answer: unknown = JSON.parse(await this.seat.invoke(method, JSON.stringify(args)));
    // The agent answers exactly one of these two.
    const settled = answer as { ok: true; value: T } | { ok: false; error: Record<string, unknown> };
    if (settled.ok) return settled.value;
    throw new SdkError(`${this.id}: ${name}`, settled.error);
  }
}

function toSendResult(answer: unknown): SendResult {
  // The agent's `send` answers this shape.
  const { result, localId } = answer as { result: Omit<SendResult, "localId">; localId: string };
  return { ...result, localId };
}
