import type { Client, Identity } from "../core/client.ts";
import type { Config } from "../core/config.ts";
import { Events } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { Notices } from "../core/notices.ts";
import type { HttpReply, Platform } from "../core/platform.ts";
import type { Rest } from "../core/rest.ts";
import { createRest } from "../core/rest-client.ts";
import { SeenIds } from "../core/seen-ids.ts";
import { fetchPlatform } from "./fetch-platform.ts";

export const testConfig = (changes: Partial<Config> = {}): Config => ({
  appKey: "org#app",
  appId: "",
  url: "ws://rest.test/websocket",
  apiUrl: "https://rest.test",
  isLookedUp: false,
  isHttps: true,
  heartBeatWaitMs: 30_000,
  autoReconnectNumMax: 5,
  sendsDeliveryReceipts: false,
  useOwnUploadFun: false,
  takesParts: true,
  useReplacedMessageContents: false,
  deviceId: undefined,
  isFixedDeviceId: true,
  customOSPlatform: undefined,
  customDeviceName: undefined,
  isAutoLogin: false,
  keepsUnsent: false,
  ...changes,
});

export const alice: Identity = { user: "alice", token: "token-of-alice", resource: "res-1", expiresAt: undefined };

/** Keeps what it is told. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const at =
    (level: string) =>
    (text: string): void =>
      void lines.push(`${level} ${text}`);
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

export interface TestClientOptions {
  readonly platform?: Platform;
  readonly config?: Partial<Config>;
  /** undefined: nobody is logged in. */
  readonly identity?: Identity | undefined;
}

/** A client without a connection, for features that only ask over REST. Logged in as alice unless told otherwise. */
export function testClient(
  options: TestClientOptions = {},
): Client & { readonly rest: Rest; log: ReturnType<typeof recordingLog> } {
  const platform = options.platform ?? fetchPlatform();
  const config = testConfig(options.config);
  const identity = "identity" in options ? options.identity : alice;
  const log = recordingLog();
  const unused = (): never => {
    throw new Error("this client has no connection");
  };
  return {
    config,
    platform,
    log,
    identity,
    events: new Events({}, log, () => {}),
    rest: createRest({ platform, config, identity: () => identity }),
    uplink: { send: unused },
    inbound: { handle: unused },
    notices: new Notices({ handle: () => {} }),
    seen: new SeenIds(),
    locate: () => Promise.resolve(),
    newLocalId: () => "1",
  };
}

export interface Asked {
  readonly method: string;
  /** Behind `https://rest.test/org/app`. */
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A platform whose server answers what the test says; `asked` is what it was asked. */
export function answeringPlatform(
  answer: (asked: Asked) => unknown | Promise<unknown>,
): Platform & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    ...fetchPlatform(),
    asked,
    request: async ({ method, url, headers, body }): Promise<HttpReply> => {
      const { pathname, searchParams } = new URL(url);
      const isJson = headers["Content-Type"] === "application/json";
      const one: Asked = {
        method,
        path: decodeURIComponent(pathname).replace("/org/app", ""),
        query: Object.fromEntries(searchParams),
        headers,
        body: isJson && body !== undefined ? JSON.parse(body) : body,
      };
      asked.push(one);
      const said = await answer(one);
      // A test answers a body, or a whole reply.
      return isReply(said) ? said : { status: 200, text: JSON.stringify(said) };
    },
  };
}

const isReply = (said: unknown): said is HttpReply =>
  typeof said === "object" && said !== null && "status" in said && "text" in said;
