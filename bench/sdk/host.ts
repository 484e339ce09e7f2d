/** A mini-program host in memory, with a server at the other end that lets everybody in and counts what it is asked. */
import { CommUnreadDL, decode, encode, MSync, MSyncCommand, Provision } from "@rondo/protocol";

type Listener = (facts: unknown) => void;

export interface Counts {
  requests: number;
  sockets: number;
  framesUp: number;
  framesDown: number;
}

export class Host {
  readonly counts: Counts = { requests: 0, sockets: 0, framesUp: 0, framesDown: 0 };
  /** What the program sees as `wx`. */
  readonly wx: object;
  private readonly stored = new Map<string, unknown>();
  private onMessage: Listener = () => {};

  constructor() {
    this.wx = {
      canIUse: () => true,
      getSystemInfo: () => {},
      getSystemInfoSync: () => ({ platform: "devtools", system: "", model: "" }),
      getStorageSync: (key: string) => this.stored.get(key) ?? "",
      setStorageSync: (key: string, value: unknown) => void this.stored.set(key, value),
      setStorage: ({ key, data }: { key: string; data: unknown }) => void this.stored.set(key, data),
      removeStorageSync: (key: string) => void this.stored.delete(key),
      removeStorage: ({ key }: { key: string }) => void this.stored.delete(key),
      onNetworkStatusChange: () => {},
      onAppShow: () => {},
      onAppHide: () => {},
      getNetworkType: ({ success }: { success?: Listener }) => success?.({ networkType: "wifi" }),
      request: (call: { success: Listener }) => this.request(call),
      connectSocket: () => this.connect(),
    };
  }

  /** A frame comes from the server. */
  push(frame: ArrayBuffer): void {
    this.counts.framesDown += 1;
    this.onMessage({ data: frame });
  }

  private request({ success }: { success: Listener }): object {
    this.counts.requests += 1;
    const data = { access_token: "YWMt-of-the-bench", expires_in: 86_400, user: { username: "alice" } };
    setImmediate(() => success({ statusCode: 200, data, header: {} }));
    return { abort: () => {} };
  }

  private connect(): object {
    this.counts.sockets += 1;
    const on: Record<string, Listener> = {};
    this.onMessage = (facts) => on.Message?.(facts);
    setImmediate(() => on.Open?.({ header: {} }));
    const listens = (event: string) => (listener: Listener) => {
      on[event] = listener;
    };
    return {
      readyState: 1,
      onOpen: listens("Open"),
      onMessage: listens("Message"),
      onError: listens("Error"),
      onClose: listens("Close"),
      send: ({ data, success }: { data: ArrayBuffer | Uint8Array; success?: Listener }) => {
        this.counts.framesUp += 1;
        success?.({});
        this.answer(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
      },
      close: () => setImmediate(() => on.Close?.({ code: 1000, reason: "" })),
    };
  }

  private answer(bytes: Uint8Array): void {
    const { command, payload = new Uint8Array() } = decode(MSync, bytes);
    const ok = { errorCode: 0 };
    if (command === MSyncCommand.PROVISION) {
      const { resource } = decode(Provision, payload);
      this.reply(MSyncCommand.PROVISION, encode(Provision, { status: ok, resource }));
    } else if (command === MSyncCommand.UNREAD) {
      this.reply(MSyncCommand.UNREAD, encode(CommUnreadDL, { status: ok, unread: [] }));
    }
  }

  private reply(command: number, payload: Uint8Array): void {
    const frame = toBuffer(encode(MSync, { command, payload }));
    setImmediate(() => this.push(frame));
  }
}

/** As hosts hand frames over: a buffer of their own. */
export const toBuffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;
