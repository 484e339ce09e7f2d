import { Link } from "../network/link.ts";
import type { Emit, Tab, WebHost } from "../official/web-host.ts";
import type { Sdk } from "../sdk.ts";
import type { ServerAddress } from "../server/server.ts";
import { type Agent, agent } from "./agent.ts";
import type { Attachment, Seat } from "./person.ts";

export interface WebSeatOptions {
  readonly host: WebHost;
  readonly sdk: Sdk;
  readonly server: ServerAddress;
  /** Another page of the same browser profile, sharing its storage; a profile of its own when undefined. */
  readonly beside: WebSeat | undefined;
}

export type WebSeat = Seat & { readonly tab: Tab };

/** A person in a browser page, on a profile of its own, behind a network link of its own. */
export async function openWebSeat(options: WebSeatOptions, emit: Emit): Promise<WebSeat> {
  const { host, sdk, beside } = options;
  const rest = new URL(options.server.rest);
  const link = await Link.to({
    host: rest.hostname,
    port: Number(rest.port) || (rest.protocol === "https:" ? 443 : 80),
  });
  const near = (url: string): string => {
    const address = new URL(url);
    address.host = `127.0.0.1:${link.port}`;
    return address.href.replace(/\/$/, "");
  };
  // Member by member: the given server may be an object with getters.
  const { appKey, clientId, clientSecret } = options.server;
  const { rest: farRest, websocket: farWebsocket } = options.server;
  const server = { rest: near(farRest), websocket: near(farWebsocket), appKey, clientId, clientSecret };
  const tab = await host.openTab(sdk.webFile, emit, beside?.tab);
  const { context, page } = tab;
  await page.evaluate(`window.testkitAgent = (${start.toString()})(${agent.toString()})`);
  return {
    platform: "web",
    tab,
    server,
    invoke: (method, args) =>
      page.evaluate(
        ([name, json]) => (globalThis as unknown as { testkitAgent: Agent }).testkitAgent.invoke(name, json), // set above
        [method, args] as const,
      ),
    offerFile: async (file: Attachment) => ({ base64: Buffer.from(file.bytes).toString("base64") }),
    cut: async () => link.cut(),
    goOffline: async () => {
      link.down();
      await context.setOffline(true);
    },
    goOnline: async () => {
      link.restore();
      await context.setOffline(false);
    },
    speedUp: () => {}, // a browser's clock is its own
    console: () => tab.console,
    leave: async () => {
      await host.closeTab(tab);
      await link.close();
    },
  };
}

/** Runs in the page: gives the program the SDK and the few things a browser has its own names for. */
function start(makeAgent: typeof agent): Agent {
  // A browser page: its globals are not those of the process that compiles this file.
  const page = globalThis as unknown as Record<string, unknown>;
  const sdk = (page.WebIM ?? page.websdk) as Parameters<typeof agent>[0];
  const emit = page.testkitEmit as (event: string, payload: string) => Promise<void>;
  return makeAgent(
    sdk,
    {
      emit: (event, payload) => void emit(event, payload),
      toBase64: (bytes) => {
        let text = "";
        for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
        return btoa(text);
      },
      fromBase64: (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer,
    },
    undefined,
  );
}
