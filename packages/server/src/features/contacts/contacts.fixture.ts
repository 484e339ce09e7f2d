/** Contacts behind the server's own HTTP edge, with people whose devices receive events from a real store. */
import {
  decode,
  type MessageBody,
  MessageBodyContentType,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  RosterBody,
  RosterBodyOperation,
} from "@rondo/protocol";
import { pino } from "pino";
import { LocalBus } from "../../cluster/bus.ts";
import { type Answer, TestRest } from "../../http/testing.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { type Device, openTimelines, timelineMigrations } from "../../timeline/index.ts";
import { type AppSettings, defaultAppSettings } from "../apps/index.ts";
import type { SendGuard } from "../messages/api.ts";
import { contactsMigrations, createContacts } from "./index.ts";

const START = 1_800_000_000_000;

/** What a client shows of a roster event. */
export interface Seen {
  readonly operation: keyof typeof RosterBodyOperation;
  readonly from: string | undefined;
  readonly to: ReadonlyArray<string | undefined>;
  readonly reason: string | undefined;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld() {
  // The HTTP edge is made from the endpoints, and so after the feature that asks it for accounts and settings.
  let rest: TestRest | undefined;
  const time = { now: () => rest?.now ?? START };
  const bus = new LocalBus();
  const database = await openSqlite({ dir: ":memory:", migrations: [...timelineMigrations, ...contactsMigrations] });
  const log = pino({ level: "silent" });
  const timelines = await openTimelines({ database, clock: time, nodeId: 1, log });
  /** A test may look at, or change, what accounts there are for contacts. */
  const users = { find: (app: string, name: string) => rest?.users.find(app, name) ?? Promise.resolve(undefined) };
  const apps = {
    get(app: string) {
      if (rest === undefined) throw new Error("too early");
      return rest.apps.get(app);
    },
  };
  const contacts = createContacts({
    timelines,
    database,
    apps,
    users: { find: (app, name) => users.find(app, name) },
    bus,
    clock: time,
  });
  const started = await TestRest.start({ endpoints: contacts.endpoints });
  rest = started;
  started.forget = (app, user) => contacts.api.forgetUser(app, user);
  const tokens = new Map<string, string>();
  const inApp = (user: string, resource: string): Device => ({ app: started.appKey, user, resource });

  return {
    rest: started,
    users,
    contacts: contacts.api,

    /** A fresh application with these people, each with a phone that has been online. */
    async people(names: readonly string[], settings: Partial<AppSettings> = {}): Promise<void> {
      await started.freshApp({ registration: "open", ...settings });
      tokens.clear();
      for (const name of names) {
        tokens.set(name, await started.register(name));
        await timelines.openDevice(inApp(name, "phone"));
      }
    },

    /** A call with the user's own token, from the user's phone. */
    as(user: string, method: "GET" | "POST" | "PUT" | "DELETE", path: string, json?: unknown): Promise<Answer> {
      const query = method === "GET" ? "" : "?resource=phone";
      return started.call(`${path}${query}`, {
        method,
        token: tokens.get(user),
        ...(json === undefined ? {} : { json }),
      });
    },

    /** A call with the application's token. */
    admin(method: "GET" | "POST" | "PUT" | "DELETE", path: string, json?: unknown): Promise<Answer> {
      return started.call(path, { method, token: started.appToken, ...(json === undefined ? {} : { json }) });
    },

    async openDevice(user: string, resource: string): Promise<void> {
      await timelines.openDevice(inApp(user, resource));
    },

    /** The roster events a device still has to receive, oldest first; they count as received afterwards. */
    async seen(user: string, resource = "phone"): Promise<Seen[]> {
      const device = inApp(user, resource);
      await timelines.openDevice(device);
      const seen: Seen[] = [];
      for (const { timeline, cursor } of await timelines.pending(device)) {
        const page = await timelines.read({ device, timeline, after: cursor, limit: 1000 });
        for (const { meta } of page) seen.push(open(meta));
        const last = page.at(-1);
        if (last !== undefined) await timelines.moveCursor(device, timeline, last.id);
      }
      return seen;
    },

    /** What a guard says of a body of this type; undefined: nothing speaks against it. */
    async guarded(guard: SendGuard, from: string, to: string, type: MessageBody["type"] = MessageBodyType.CHAT) {
      const { settings } = await started.apps.get(started.appKey);
      const contents = [{ type: MessageBodyContentType.TEXT, text: "hello" }];
      const device = inApp(from, "phone");
      return guard.check({ device, settings: { ...defaultAppSettings, ...settings } }, to, { type, contents });
    },

    async close() {
      await started.close();
      contacts.close();
      await timelines.close();
      await database.close();
    },
  };
}

/** Decodes an event as a client does: with a sender and a receiver, or it would fail. */
function open(bytes: Uint8Array): Seen {
  const meta = decode(Meta, bytes);
  if (meta.ns !== MetaNameSpace.ROSTER) throw new Error(`an event of namespace ${meta.ns}`);
  const body = decode(RosterBody, meta.payload ?? new Uint8Array());
  const [operation] = Object.entries(RosterBodyOperation).find(([, value]) => value === body.operation) ?? [];
  return {
    operation: operation as Seen["operation"], // a name of the table
    from: body.from?.name,
    to: (body.to ?? []).map(({ name }) => name),
    reason: body.reason,
  };
}
