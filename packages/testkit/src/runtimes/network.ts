import { WebSocket } from "ws";
import { exchange, type HttpExchange, HttpFailure, type HttpRequest } from "./http.ts";

export interface SocketEvents {
  onOpen(headers: Record<string, string>): void;
  onMessage(data: string | Uint8Array): void;
  /** Followed by `onClose`. */
  onError(reason: "refused" | "timeout" | "network"): void;
  onClose(close: { code: number; reason: string }): void;
}

export interface SocketOptions {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly headers: Record<string, string>;
  readonly timeoutMs: number;
}

/** A connection of the device; `swallowed` means that nothing passes any more in either direction and nobody is told. */
export class DeviceSocket {
  private readonly ws: WebSocket;
  private swallowed = false;
  private ended = false;
  private readonly events: SocketEvents;
  private readonly onEnd: (socket: DeviceSocket) => void;

  constructor(options: SocketOptions, events: SocketEvents, onEnd: (socket: DeviceSocket) => void) {
    this.events = events;
    this.onEnd = onEnd;
    this.ws = new WebSocket(options.url, [...options.protocols], {
      headers: options.headers,
      perMessageDeflate: false,
      handshakeTimeout: options.timeoutMs,
    });
    let opened = false;
    let headers: Record<string, string> = {};
    this.ws.on("upgrade", (reply) => {
      headers = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)]));
    });
    this.ws.on("open", () => {
      opened = true;
      this.events.onOpen(headers);
    });
    this.ws.on("message", (data, isBinary) => {
      if (this.swallowed || this.ended) return;
      const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
      this.events.onMessage(isBinary ? bytes : bytes.toString("utf8"));
    });
    this.ws.on("error", (error) => {
      if (this.ended) return;
      if (opened) return this.events.onError("network");
      this.events.onError(/timed out/.test(error.message) ? "timeout" : "refused");
    });
    this.ws.on("close", (code, reason) => this.end(code, reason.toString()));
  }

  get state(): 0 | 1 | 2 | 3 {
    return this.ws.readyState;
  }

  send(data: string | Uint8Array): void {
    if (!this.swallowed) this.ws.send(data);
  }

  close(code: number | undefined, reason: string | undefined): void {
    this.ws.close(code, reason);
  }

  /** As when the cable is pulled: no close frame. */
  cut(): void {
    this.ws.terminate();
  }

  swallow(): void {
    this.swallowed = true;
  }

  private end(code: number, reason: string): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd(this);
    this.events.onClose({ code, reason });
  }
}

/**
 * The network of one simulated phone. Runtimes reach the world only through it, so a test can take the world away:
 * cut connections, make them half-open, switch the phone offline.
 */
export class DeviceNetwork {
  readonly sockets = new Set<DeviceSocket>();
  private readonly exchanges = new Set<HttpExchange>();
  private readonly listeners = new Set<(online: boolean) => void>();
  private isOnlineNow = true;

  get isOnline(): boolean {
    return this.isOnlineNow;
  }

  open(options: SocketOptions, events: SocketEvents): DeviceSocket {
    // Port 0 of the loopback refuses at once: the fate of every connection of a phone without network.
    const reachable = this.isOnlineNow ? options : { ...options, url: "ws://127.0.0.1:0/" };
    const socket = new DeviceSocket(reachable, events, (ended) => this.sockets.delete(ended));
    this.sockets.add(socket);
    return socket;
  }

  request(request: HttpRequest): HttpExchange {
    if (!this.isOnlineNow) return { reply: Promise.reject(new HttpFailure("network")), abort: () => {} };
    const started = exchange(request);
    this.exchanges.add(started);
    const reply = started.reply.finally(() => this.exchanges.delete(started));
    return { reply, abort: started.abort };
  }

  /** Breaks every connection without a word; new ones succeed. */
  cut(): void {
    for (const socket of [...this.sockets]) socket.cut();
  }

  /** From now on the present sockets look open and carry nothing, as after a silent change of the network. */
  swallow(): void {
    for (const socket of this.sockets) socket.swallow();
  }

  goOffline(): void {
    this.isOnlineNow = false;
    this.tell();
    this.cut();
    for (const running of [...this.exchanges]) running.abort("network");
  }

  goOnline(): void {
    this.isOnlineNow = true;
    this.tell();
  }

  onChange(listener: (online: boolean) => void): void {
    this.listeners.add(listener);
  }

  close(): void {
    this.listeners.clear();
    this.cut();
    for (const running of [...this.exchanges]) running.abort("abort");
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.isOnlineNow);
  }
}
