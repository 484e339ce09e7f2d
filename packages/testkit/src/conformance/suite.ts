import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import type { Person, PlatformName } from "../people/person.ts";
import { Venue } from "../people/venue.ts";
import { officialSdk, type Sdk } from "../sdk.ts";
import { Admin } from "../server/admin.ts";
import { type Server, startServer } from "../server/server.ts";
import type { Flow, Stage } from "./flow.ts";
import { accountFlows } from "./flows/accounts.ts";
import { attachmentFlows } from "./flows/attachments.ts";
import { contactFlows } from "./flows/contacts.ts";
import { conversationFlows } from "./flows/conversations.ts";
import { deliveryFlows } from "./flows/delivery.ts";
import { deviceFlows } from "./flows/devices.ts";
import { groupManagementFlows, roomManagementFlows } from "./flows/group-management.ts";
import { groupFlows } from "./flows/groups.ts";
import { historyFlows } from "./flows/history.ts";
import { messageFlows } from "./flows/messages.ts";
import { presenceFlows } from "./flows/presence.ts";
import { pushFlows } from "./flows/push.ts";
import { reactionFlows } from "./flows/reactions.ts";
import { receiptFlows } from "./flows/receipts.ts";
import { reportFlows } from "./flows/reports.ts";
import { roomFlows } from "./flows/rooms.ts";
import { rtcFlows } from "./flows/rtc.ts";
import { searchFlows } from "./flows/search.ts";
import { serverMessageFlows } from "./flows/server-messages.ts";
import { sessionFlows } from "./flows/sessions.ts";
import { streamFlows } from "./flows/streams.ts";
import { threadFlows } from "./flows/threads.ts";
import { translationFlows } from "./flows/translation.ts";
import { userAttributeFlows } from "./flows/user-attributes.ts";
import { voiceFlows } from "./flows/voice.ts";
import { type Column, keepResults, type Result, table } from "./results.ts";

const GROUPS: Record<string, readonly Flow[]> = {
  accounts: accountFlows,
  messages: messageFlows,
  attachments: attachmentFlows,
  "receipts, recall, edit": receiptFlows,
  history: historyFlows,
  conversations: conversationFlows,
  contacts: contactFlows,
  groups: groupFlows,
  "user attributes": userAttributeFlows,
  presence: presenceFlows,
  push: pushFlows,
  delivery: deliveryFlows,
  devices: deviceFlows,
  sessions: sessionFlows,
  translation: translationFlows,
  "voice to text": voiceFlows,
  calls: rtcFlows,
  reports: reportFlows,
  search: searchFlows,
  rooms: roomFlows,
  "reactions and pins": reactionFlows,
  threads: threadFlows,
  "messages of the server": serverMessageFlows,
  "streamed texts": streamFlows,
  "group management": groupManagementFlows,
  "room management": roomManagementFlows,
};

/** Areas that our own SDK does not have yet: only the official one plays them. */
const OFFICIAL_ONLY: ReadonlySet<string> = new Set(["search"]);

/** Runs that play everything. The others leave out what their host has no part in: all runs have to fit into one check. */
const WHOLE: ReadonlySet<Column> = new Set(["my", "my ours"]);

/** Runs with both SDKs: they play what one client says and the other hears. */
const MIXED: ReadonlySet<Column> = new Set(["my mixed", "my mixed 2", "wx mixed"]);

/** Nobody else hears of it, or it has been heard by every pair already. */
const ALONE: ReadonlySet<string> = new Set(["accounts", "history", "conversations", "sessions"]);

/** What clients hardly say to each other but to the server. */
const TO_THE_SERVER: ReadonlySet<string> = new Set([
  "user attributes",
  "presence",
  "push",
  "translation",
  "voice to text",
  "calls",
  "reports",
  "search",
  "rooms",
  "reactions and pins",
  "threads",
  "messages of the server",
  "streamed texts",
  "group management",
  "room management",
]);

/** Every flow in every run, for who has the time: `RONDO_WHOLE=1`. */
const playsEverything = process.env.RONDO_WHOLE === "1";

const SETUP_TIMEOUT_MS = 120_000;

/** Who plays with which SDK. */
export interface Cast {
  /** As in "wx with …". */
  readonly name: string;
  /** In the table of results. */
  readonly column: Column;
  readonly sdk: Sdk | ((name: string) => Sdk);
}

/** The official SDK on both sides: what the server is held to. */
const officialCast = (platform: PlatformName): Cast => ({
  name: "the official SDK",
  column: platform,
  sdk: officialSdk(),
});

/** All flows on one platform against one server. */
export function conformance(platform: PlatformName, cast: Cast = officialCast(platform)): void {
  describe(`${platform} with ${cast.name}`, () => {
    let stage: TheStage;
    const results = new Map<string, Result>();

    beforeAll(async () => {
      stage = await TheStage.open(platform, cast);
    }, SETUP_TIMEOUT_MS);

    afterEach(() => stage.clear());

    afterAll(async () => {
      keepResults(cast.column, results);
      process.stdout.write(`\n${table()}\n\n`);
      await stage.close();
    }, SETUP_TIMEOUT_MS);

    for (const [group, flows] of Object.entries(GROUPS)) {
      if (cast.column !== platform && OFFICIAL_ONLY.has(group)) continue;
      if (!playsEverything && !WHOLE.has(cast.column) && TO_THE_SERVER.has(group)) continue;
      if (!playsEverything && MIXED.has(cast.column) && ALONE.has(group)) continue;
      describe(group, () => {
        for (const flow of flows) {
          it(flow.name, { timeout: flow.timeoutMs }, async (context) => {
            if (!stage.offers(flow.needs)) {
              results.set(flow.name, "not run");
              context.skip(`needs ${flow.needs}, which the server at ${stage.server.rest} does not offer`);
            }
            results.set(flow.name, "FAILED");
            await flow.play(stage);
            results.set(flow.name, "ok");
          });
        }
      });
    }
  });
}

class TheStage implements Stage {
  readonly venue: Venue;
  readonly server: Server;
  readonly admin: Admin;
  private couple: { alice: Person; bob: Person } | undefined;

  private constructor(server: Server, venue: Venue) {
    this.server = server;
    this.venue = venue;
    this.admin = new Admin(server);
  }

  static async open(platform: PlatformName, { sdk }: Cast): Promise<TheStage> {
    const server = await startServer();
    return new TheStage(server, new Venue({ platform, server, sdk }));
  }

  readonly pair = async (): Promise<{ alice: Person; bob: Person }> => {
    const isUsable = this.couple && (await bothOnline(this.couple));
    if (!this.couple || !isUsable) {
      this.couple = { alice: await this.venue.arrive("alice"), bob: await this.venue.arrive("bob") };
    }
    return this.couple;
  };

  offers(needs: Flow["needs"]): boolean {
    if (needs === "admin") return this.server.clientId !== "";
    return needs === "nothing" || this.server.isOurs;
  }

  /** Between flows: everybody leaves but the pair. */
  clear(): Promise<void> {
    return this.venue.empty(this.couple ? [this.couple.alice, this.couple.bob] : []);
  }

  async close(): Promise<void> {
    await this.venue.close();
    await this.server.stop();
  }
}

async function bothOnline({ alice, bob }: { alice: Person; bob: Person }): Promise<boolean> {
  const open = await Promise.all([alice.call<boolean>("isOpened"), bob.call<boolean>("isOpened")]);
  return open.every(Boolean);
}
