import { loadMiniProgram } from "../official/loader.ts";
import { createMy, type MyOptions } from "../runtimes/my/index.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { createWx } from "../runtimes/wx/index.ts";
import type { Sdk } from "../sdk.ts";
import type { ServerAddress } from "../server/server.ts";
import { type Agent, type AgentHost, agent, type GuestPlatform, type GuestSdk } from "./agent.ts";
import type { Attachment, Seat } from "./person.ts";

export type MiniSeat = Seat & { readonly runtime: Runtime };

/** Creates the host a person on `platform` sits in; give `runtime` to restart a program with what it had stored. */
export function createRuntime(platform: "my" | "wx", options: { my?: MyOptions; from?: Runtime } = {}): Runtime {
  const storage = options.from ? { storage: options.from.storage } : {};
  return platform === "my" ? createMy({ ...options.my, ...storage }) : createWx(storage);
}

/** A person in a mini program: SDK and program in the runtime's bare world. */
export function openMiniSeat(
  options: { runtime: Runtime; sdk: Sdk; server: ServerAddress },
  emit: (event: string, payload: string) => void,
): MiniSeat {
  const { runtime, sdk } = options;
  const { realm } = runtime;
  const host: AgentHost = {
    emit,
    toBase64: (bytes) => Buffer.from(new Uint8Array(bytes)).toString("base64"),
    // adopt() makes an ArrayBuffer of the realm out of bytes.
    fromBase64: (text) => realm.adopt(Buffer.from(text, "base64")) as ArrayBuffer,
  };
  // The completion value of the function's source is the function, made in the realm.
  const start = realm.run(`(${agent.toString()})`) as typeof agent;
  const platform = realm.run(runtime.platform) as GuestPlatform; // defined by the runtime under this name
  const program: Agent = start(loadMiniProgram(runtime, sdk) as GuestSdk, host, platform);
  const { network } = runtime;
  return {
    runtime,
    platform: runtime.platform,
    server: options.server,
    invoke: (method, args) => program.invoke(method, args),
    offerFile: async (file: Attachment) => ({
      path: runtime.files.addTemporary(file.bytes, file.filename.split(".").pop() ?? "other"),
    }),
    cut: async () => network.cut(),
    goOffline: async () => network.goOffline(),
    goOnline: async () => network.goOnline(),
    speedUp: (factor) => {
      realm.timers.speed = factor;
    },
    console: () => realm.console.map((line) => `${line.level} ${line.text}`),
    leave: async () => runtime.close(),
  };
}
