import type { Realm } from "../../realm/realm.ts";
import { Listeners } from "../listeners.ts";
import type { DeviceNetwork, DeviceSocket } from "../network.ts";
import { type Options, toBytes, toOptions, toStringMap } from "../values.ts";
import { Calls, fail, type Outcome, ok } from "./calls.ts";

const MAX_SOCKETS = 5;
const CONNECT_TIMEOUT_MS = 60_000;

type Registry = Record<"Open" | "Message" | "Error" | "Close", Listeners>;

/**
 * `connectSocket`: SocketTasks with binary ArrayBuffer frames. The older global calls (`wx.onSocketOpen` and so on) act on
 * the first socket that lives.
 */
export class WxSockets {
  readonly listeners: Registry;
  private readonly tasks = new Set<Record<string, unknown>>();
  private readonly registries = new Set<Registry>();
  private readonly realm: Realm;
  private readonly network: DeviceNetwork;
  private readonly calls: Calls;

  constructor(deps: { realm: Realm; network: DeviceNetwork }) {
    this.realm = deps.realm;
    this.network = deps.network;
    this.listeners = newRegistry(deps.realm);
    this.calls = new Calls(deps.realm);
  }

  api(): Record<string, unknown> {
    const onFirst = (method: "send" | "close", name: string) => (given: unknown) => {
      const first = [...this.tasks][0];
      const act = first?.[method];
      if (typeof act === "function") act(given);
      else this.calls.settle(name, toOptions(given), fail("taskID not exist"));
    };
    const api: Record<string, unknown> = {
      connectSocket: (options: unknown) => this.connect(toOptions(options)),
      sendSocketMessage: onFirst("send", "sendSocketMessage"),
      closeSocket: onFirst("close", "closeSocket"),
    };
    for (const [event, listeners] of Object.entries(this.listeners)) {
      api[`onSocket${event}`] = listeners.on;
      api[`offSocket${event}`] = listeners.off;
    }
    return api;
  }

  get count(): number {
    return this.tasks.size;
  }

  taskListenerCount(event: keyof Registry): number {
    return [...this.registries].reduce((sum, registry) => sum + registry[event].count, 0);
  }

  private connect(options: Options): unknown {
    const registry = newRegistry(this.realm);
    const refusal = this.refuse(options.url);
    this.calls.settle("connectSocket", options, refusal ?? ok());
    if (refusal) return undefined;
    const protocols = options.protocols;
    const isFirst = this.tasks.size === 0;
    const emit = (event: keyof Registry, data: Record<string, unknown>): void => {
      const adopted = this.realm.adopt(data);
      registry[event].emit(adopted);
      if (isFirst) this.listeners[event].emit(adopted);
    };
    let failedToOpen: string | undefined;
    const socket = this.network.open(
      {
        url: String(options.url),
        protocols: Array.isArray(protocols) ? protocols.map(String) : [],
        headers: toStringMap(options.header),
        timeoutMs: Number(options.timeout) || CONNECT_TIMEOUT_MS,
      },
      {
        onOpen: (header) => emit("Open", { header, profile: {} }),
        onMessage: (data) => emit("Message", { data }),
        onError: (reason) => {
          failedToOpen = reason === "timeout" ? "fail timed out" : "fail Error: connect ECONNREFUSED";
          emit("Error", { errMsg: failedToOpen });
        },
        onClose: ({ code, reason }) => {
          this.tasks.delete(task);
          this.registries.delete(registry);
          emit("Close", { code, reason: reason || (code === 1006 ? "abnormal closure" : "") });
        },
      },
    );
    const task = this.toTask(socket, registry);
    this.tasks.add(task);
    this.registries.add(registry);
    return task;
  }

  private toTask(socket: DeviceSocket, registry: Registry): Record<string, unknown> {
    const task: Record<string, unknown> = {
      CONNECTING: 0,
      OPEN: 1,
      CLOSING: 2,
      CLOSED: 3,
      send: (given: unknown) => {
        const options = toOptions(given);
        this.calls.settle("SocketTask.send", options, send(socket, options.data));
      },
      close: (given: unknown) => {
        const options = toOptions(given);
        this.calls.settle("SocketTask.close", options, close(socket, options));
      },
    };
    Object.defineProperty(task, "readyState", { get: () => socket.state, enumerable: true });
    for (const [event, listeners] of Object.entries(registry)) {
      task[`on${event}`] = listeners.on;
      task[`off${event}`] = listeners.off;
    }
    return task;
  }

  private refuse(url: unknown): Outcome | undefined {
    if (typeof url !== "string" || !/^wss?:\/\//.test(url)) return fail(`invalid url "${String(url)}"`);
    if (this.tasks.size >= MAX_SOCKETS) return fail("exceed max concurrent sockets");
    return undefined;
  }
}

function send(socket: DeviceSocket, data: unknown): Outcome {
  if (socket.state !== 1) return fail("SocketTask.readyState is not OPEN");
  const bytes = toBytes(data);
  if (!bytes && typeof data !== "string") return fail("parameter error: data should be String or ArrayBuffer");
  socket.send(bytes ?? String(data));
  return ok();
}

function close(socket: DeviceSocket, options: Options): Outcome {
  const code = options.code === undefined ? 1000 : Number(options.code);
  if (code !== 1000 && !(code >= 3000 && code <= 4999)) return fail("invalid close code");
  socket.close(code, String(options.reason ?? ""));
  return ok();
}

function newRegistry(realm: Realm): Registry {
  return {
    Open: new Listeners(realm),
    Message: new Listeners(realm),
    Error: new Listeners(realm),
    Close: new Listeners(realm),
  };
}
