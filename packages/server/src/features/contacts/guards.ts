import { ackRefusals, type MessageBody, MessageBodyType } from "@rondo/protocol";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { LoadingCache } from "../../kernel/loading-cache.ts";
import type { SendGuard } from "../messages/api.ts";
import type { KnownBlocklists } from "./blocklist/known-blocklists.ts";
import { type RosterTables, rosterStore } from "./roster/roster.store.ts";

const MAX_PAIRS = 50_000;
const MAX_AGE_MS = 30_000;

/** Messages, and edits because they bring new content. Receipts and recalls pass. */
function bringsContent({ type }: MessageBody): boolean {
  return type === MessageBodyType.CHAT || type === MessageBodyType.EDIT;
}

/** Who is on a user's blocklist cannot write to the user. The other way nothing is stopped. */
export function blocklistGuard(known: KnownBlocklists): SendGuard {
  return {
    check({ device }, to, body) {
      if (device.user === to || !bringsContent(body)) return undefined;
      const isBlocked = known.has(device.app, to, device.user);
      if (isBlocked instanceof Promise) return isBlocked.then(refusalOf);
      return refusalOf(isBlocked);
    },
  };
}

function refusalOf(isBlocked: boolean) {
  return isBlocked ? ackRefusals.BLOCKED : undefined;
}

/** Where the application says so (`contactsOnly`), only contacts write to each other. */
export function contactsGuard(deps: { database: Database; bus: Bus; clock: Clock }): SendGuard & { close(): void } {
  const { database, bus, clock } = deps;
  const contacts = new LoadingCache({
    async load(key) {
      const [app = "", user = "", peer = ""] = key.split("/");
      return rosterStore.has(database.query<RosterTables>(), { app, user }, peer);
    },
    maxEntries: MAX_PAIRS,
    maxAgeMs: MAX_AGE_MS,
    clock,
  });
  const unsubscribe = bus.subscribe("contacts.changed", ({ app, users }) => contacts.forget(keyOf(app, users)));
  return {
    check({ device, settings }, to, body) {
      if (!settings.contactsOnly || device.user === to || !bringsContent(body)) return undefined;
      return contacts
        .get(keyOf(device.app, [device.user, to]))
        .then((areContacts) => (areContacts ? undefined : ackRefusals.NOT_FRIENDS));
    },
    close: unsubscribe,
  };
}

/** Neither an application key nor a user id holds a slash. */
function keyOf(app: string, users: readonly [string, string]): string {
  return [app, ...[...users].sort()].join("/");
}
