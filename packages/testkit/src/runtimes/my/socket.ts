import type { DeviceNetwork, DeviceSocket } from "../network.ts";
import { type Options, toBytes, toStringMap } from "../values.ts";
import { failed, type Outcome, succeeded } from "./calls.ts";
import type { MyProfile } from "./profiles.ts";

export const SOCKET_EVENTS = ["Open", "Message", "Error", "Close"] as const;
export type SocketEvent = (typeof SOCKET_EVENTS)[number];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const CONNECT_TIMEOUT_MS = 30_000;

interface MySocketDeps {
  readonly network: DeviceNetwork;
  readonly profile: MyProfile;
  readonly emit: (event: SocketEvent, data: Record<string, unknown>) => void;
  readonly onEnd: () => void;
}

/** One connection of either mode: turns wire events into Alipay's, and Alipay's calls into wire calls. */
export class MySocket {
  private readonly deps: MySocketDeps;
  private socket: DeviceSocket | undefined;
  private closing = false;
  private ended = false;

  constructor(deps: MySocketDeps) {
    this.deps = deps;
  }

  start(url: string, options: Options): void {
    if (this.closing) return;
    const { network, profile, emit } = this.deps;
    const protocols = options.protocols;
    this.socket = network.open(
      {
        url,
        protocols: profile.sendsProtocols && Array.isArray(protocols) ? protocols.map(String) : [],
        headers: profile.modernResults ? toStringMap(options.header) : {},
        timeoutMs: Number(options.timeout) || CONNECT_TIMEOUT_MS,
      },
      {
        onOpen: () => emit("Open", {}),
        onMessage: (data) => emit("Message", this.toMessage(data)),
        onError: (reason) => emit("Error", this.toError(reason)),
        onClose: (close) => this.end(close),
      },
    );
  }

  get isOpen(): boolean {
    return this.socket?.state === 1;
  }

  /** False once closing has begun: a new single-mode connection is then a first one. */
  get isAlive(): boolean {
    return !this.closing && !this.ended;
  }

  send(options: Options): Outcome {
    const { data } = options;
    const { profile } = this.deps;
    const bytes = toBytes(data);
    const isBuffer = Boolean(options.isBuffer);
    const valid = bytes ? profile.acceptsArrayBuffer : typeof data === "string" && (!isBuffer || BASE64.test(data));
    if (!valid) return failed(2, "无效参数");
    if (!this.socket || !this.isOpen) {
      return { ok: false, result: { error: profile.notOpen.error, [profile.socketErrorKey]: profile.notOpen.text } };
    }
    const text = String(data);
    this.socket.send(bytes ?? (isBuffer ? Buffer.from(text, "base64") : text));
    return succeeded();
  }

  close(options: Options): Outcome {
    const { profile } = this.deps;
    const code = options.code === undefined ? 1000 : Number(options.code);
    const reason = String(options.reason ?? "");
    // Which error a device answers here is not documented; 2 is its code for bad arguments.
    const allowed = code === 1000 || (code >= 3000 && code <= 4999);
    if (profile.closeInfo && (!allowed || Buffer.byteLength(reason) > 123)) return failed(2, "接口参数无效");
    this.closing = true;
    if (!this.socket) this.end({ code: 1000, reason: "" });
    else if (profile.closeInfo) this.socket.close(code, reason);
    else this.socket.close(undefined, undefined);
    return succeeded();
  }

  private end(close: { code: number; reason: string }): void {
    if (this.ended) return;
    this.ended = true;
    this.deps.onEnd();
    this.deps.emit("Close", this.deps.profile.closeInfo ? { ...close } : { isTrusted: true });
  }

  private toMessage(data: string | Uint8Array): Record<string, unknown> {
    if (typeof data === "string") return { data, isBuffer: this.deps.profile.flagsBase64Text && BASE64.test(data) };
    return { data: Buffer.from(data).toString("base64"), isBuffer: true };
  }

  private toError(reason: "refused" | "timeout" | "network"): Record<string, unknown> {
    if (!this.deps.profile.closeInfo) return { isTrusted: true };
    if (reason === "timeout") return { error: 6, errorMessage: "Timed out connecting to server." };
    return { error: 50, errorMessage: "未能完成该操作。网络已关闭" };
  }
}
