import type { Realm } from "../../realm/realm.ts";
import { Listeners } from "../listeners.ts";
import type { DeviceNetwork } from "../network.ts";
import { type Options, toOptions, toQuery, withQuery } from "../values.ts";
import { Calls, failed, type Outcome, succeeded } from "./calls.ts";
import type { MyProfile } from "./profiles.ts";
import { MySocket, SOCKET_EVENTS, type SocketEvent } from "./socket.ts";

const URL_ERRORS: Record<number, string> = {
  3: "URL 参数为空",
  4: "无法识别的 URL 格式",
  5: "URL 必须以 ws 或者 wss 开头",
  20: "请求url不支持ws，请使用wss",
};

export interface MySocketsOptions {
  readonly realm: Realm;
  readonly network: DeviceNetwork;
  readonly profile: MyProfile;
  /** Released mini programs may only use wss (error 20). */
  readonly requireWss: boolean;
  /** What `multiple` is when a call does not say. 4.2 */
  readonly defaultMultiple: boolean;
  /** Two official code paths hand a task's events over differently. 4.14 */
  readonly taskPayload: "nested" | "flat";
}

type Registry = Record<SocketEvent, Listeners>;

const newRegistry = (realm: Realm): Registry => ({
  Open: new Listeners(realm),
  Message: new Listeners(realm),
  Error: new Listeners(realm),
  Close: new Listeners(realm),
});

/** `connectSocket` and its family: one global socket, or several SocketTasks with `multiple: true`. */
export class MySockets {
  readonly listeners: Registry;
  private readonly options: MySocketsOptions;
  private readonly calls: Calls;
  private readonly live = new Set<MySocket>();
  private single: MySocket | undefined;
  private nextTaskId = 1;

  constructor(options: MySocketsOptions) {
    this.options = options;
    this.listeners = newRegistry(options.realm);
    this.calls = new Calls(options.realm, options.profile.callbackDelayMs);
  }

  /** The members of `my` this class answers for. */
  api(): Record<string, unknown> {
    const api: Record<string, unknown> = {
      connectSocket: (options: unknown) => this.connect(toOptions(options)),
      sendSocketMessage: (options: unknown) =>
        this.calls.promised(
          toOptions(options),
          this.onSingle((socket) => socket.send(toOptions(options))),
        ),
      closeSocket: (options: unknown) =>
        this.calls.promised(toOptions(options), this.single?.close(toOptions(options)) ?? succeeded()),
    };
    for (const event of SOCKET_EVENTS) {
      api[`onSocket${event}`] = this.listeners[event].on;
      api[`offSocket${event}`] = this.listeners[event].off;
    }
    return api;
  }

  get count(): number {
    return this.live.size;
  }

  private connect(options: Options): unknown {
    const multiple = options.multiple === undefined ? this.options.defaultMultiple : Boolean(options.multiple);
    const refusal = this.refuse(options.url, multiple);
    const url = withQuery(String(options.url), toQuery(options.data));
    if (multiple) return this.connectTask(url, options, refusal);
    if (refusal) {
      this.calls.settle(options, refusal);
      return undefined;
    }
    this.single?.close({});
    const { adopt } = this.options.realm;
    const socket: MySocket = this.begin(url, options, {
      emit: (event, data) => this.listeners[event].emit(adopt.call(this.options.realm, data)),
      onEnd: () => {
        if (this.single === socket) this.single = undefined;
      },
    });
    this.single = socket;
    return undefined;
  }

  private connectTask(url: string, options: Options, refusal: Outcome | undefined): unknown {
    const id = String(this.nextTaskId++);
    const registry = newRegistry(this.options.realm);
    const emit = (event: SocketEvent, data: Record<string, unknown>): void => {
      const inner = { ...data, socketTaskID: id };
      const name = `onSocketTask${event}`;
      const outer = this.options.taskPayload === "flat" ? inner : { name, type: name, data: inner };
      registry[event].emit(this.options.realm.adopt(outer));
    };
    if (refusal) this.calls.settle(options, refusal);
    const socket = refusal ? undefined : this.begin(url, options, { emit, onEnd: () => {} });
    const { profile } = this.options;
    const task: Record<string, unknown> = {
      id,
      type: "SocketTask",
      // A task's calls take effect after the platform's bridge, and return nothing (4.19).
      send: (given: unknown) => {
        const call = toOptions(given);
        setTimeout(() =>
          this.calls.settle(call, socket?.send(call) ?? failed(profile.notOpen.error, profile.notOpen.text)),
        );
      },
      close: (given: unknown) => {
        const call = toOptions(given);
        setTimeout(() => this.calls.settle(call, socket?.close(call) ?? succeeded()));
      },
    };
    for (const event of SOCKET_EVENTS) {
      task[`on${event}`] = registry[event].on;
      task[`off${event}`] = registry[event].off;
    }
    return task;
  }

  private begin(
    url: string,
    options: Options,
    events: { emit: (event: SocketEvent, data: Record<string, unknown>) => void; onEnd: () => void },
  ): MySocket {
    const { network, profile } = this.options;
    const socket: MySocket = new MySocket({
      network,
      profile,
      emit: events.emit,
      onEnd: () => {
        this.live.delete(socket);
        events.onEnd();
      },
    });
    this.live.add(socket);
    if (profile.successBeforeOpen) {
      this.calls.settle(options, succeeded());
      this.calls.later(() => setTimeout(() => socket.start(url, options), 1));
    } else {
      socket.start(url, options);
      this.calls.settle(options, succeeded());
    }
    return socket;
  }

  private onSingle(act: (socket: MySocket) => Outcome): Outcome {
    const { notOpen, socketErrorKey } = this.options.profile;
    return this.single
      ? act(this.single)
      : { ok: false, result: { error: notOpen.error, [socketErrorKey]: notOpen.text } };
  }

  private refuse(url: unknown, multiple: boolean): Outcome | undefined {
    const { profile } = this.options;
    const badUrl = this.checkUrl(url);
    if (badUrl) return { ok: false, result: { error: badUrl, [profile.socketErrorKey]: URL_ERRORS[badUrl] } };
    // Which code a device answers for the sixth socket is not documented.
    if (multiple && this.live.size >= profile.maxSockets) return failed(1, "超出最大连接数");
    if (!multiple && this.single?.isAlive && profile.secondConnect === "fails") {
      return failed(3, "该appId，SocketTaskID对应的WebSocket已存在");
    }
    return undefined;
  }

  private checkUrl(url: unknown): number {
    if (url === "") return 3;
    if (typeof url !== "string") return 4;
    if (!/^wss?:\/\//.test(url)) return 5;
    return this.options.requireWss && url.startsWith("ws:") ? 20 : 0;
  }
}
