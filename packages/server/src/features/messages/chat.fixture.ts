/** Messages, conversations and history on a real store, with people in it: what the tests of the three features stand on. */

import { buffer } from "node:stream/consumers";
import {
  ackRefusals,
  decode,
  type Encodable,
  encode,
  MessageBody,
  type MessageBodyContent,
  MessageBodyContentType,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  userJid,
} from "@rondo/protocol";
import { pino } from "pino";
import { Compile } from "typebox/compile";
import { afterAll } from "vitest";
import { LocalBus } from "../../cluster/bus.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import {
  type Device,
  type Entry,
  openTimelines,
  type TimelineTables,
  Transients,
  timelineMigrations,
} from "../../timeline/index.ts";
import { defaultAppSettings } from "../apps/index.ts";
import type { AppSettings } from "../apps/settings.ts";
import { conversationsMigrations, createConversations } from "../conversations/index.ts";
import { createGroups, groupsMigrations } from "../groups/index.ts";
import { createHistory } from "../history/index.ts";
import { createMuc, createMucManagement, mucMigrations } from "../muc/index.ts";
import { createPins, pinsMigrations } from "../pins/index.ts";
import { createReactions, reactionsMigrations } from "../reactions/index.ts";
import type { ReactionTables } from "../reactions/reactions.store.ts";
import type { BroadcastTables } from "../server-messages/broadcasts/broadcasts.store.ts";
import { createServerMessages, serverMessagesMigrations } from "../server-messages/index.ts";
import { createStreams, streamsMigrations } from "../streams/index.ts";
import type { StreamTables } from "../streams/streams.store.ts";
import { createThreads, threadsMigrations } from "../threads/index.ts";
import type { User } from "../users/api.ts";
import { type Ack, ConversationEvents, createMessages, type Sender } from "./index.ts";

export type Chat = Awaited<ReturnType<typeof openChat>>;

/** One store serves a whole file of tests: each test talks in an application of its own. */
let store: ReturnType<typeof openStore> | undefined;
let applications = 0;

async function openStore() {
  const time = { at: Date.UTC(2026, 0, 1) };
  const clock = { now: () => time.at };
  const log = pino({ level: "silent" });
  const migrations = [
    ...timelineMigrations,
    ...conversationsMigrations,
    ...mucMigrations,
    ...reactionsMigrations,
    ...pinsMigrations,
    ...threadsMigrations,
    ...groupsMigrations,
    ...streamsMigrations,
    ...serverMessagesMigrations,
  ];
  const database = await openSqlite({ dir: ":memory:", migrations });
  const timelines = await openTimelines({ database, clock, nodeId: 1, log });
  return { time, clock, log, database, timelines };
}

afterAll(async () => {
  if (store === undefined) return;
  const { timelines, database } = await store;
  await timelines.close();
  await database.close();
});

export async function openChat({ people = ["alice", "bob", "carol"] } = {}) {
  store ??= openStore();
  const { time, clock, log, database, timelines } = await store;
  const app = `rondo#demo${++applications}`;
  const bus = new LocalBus();
  const accounts = new Set(people);
  /** Asking for these accounts fails. */
  const faulty = new Set<string>();
  const users = {
    async find(_app: string, name: string): Promise<User | undefined> {
      if (faulty.has(name)) throw new Error("the store is broken");
      return accounts.has(name) ? account(app, name) : undefined;
    },
  };
  const transients = new Transients();
  const settings: { -readonly [Name in keyof AppSettings]: AppSettings[Name] } = { ...defaultAppSettings };
  const nothing = { id: "", appKey: app, org: "", name: "", isDisabled: false, tokenEpoch: 0, dataCentre: "self" };
  const apps = { find: async () => ({ ...nothing, settings }), get: async () => ({ ...nothing, settings }) };
  const muc = createMuc({ database, timelines, transients, apps, bus, clock });
  const conversations = createConversations({ timelines, database, mucs: muc.api, clock });
  const groups = createGroups({
    mucs: muc.api,
    memberships: muc.memberships,
    mucEvents: muc.events,
    turns: muc.turns,
    users,
    apps,
    database,
    timelines,
    transients,
    bus,
    clock,
    log,
    unnoticedMs: 0,
  });
  const messages = createMessages({
    timelines,
    transients,
    users,
    conversations: conversations.api,
    guards: [],
    muc: muc.gate,
    groupReceipts: groups.receipts,
    bus,
    clock,
    log,
  });
  const events = new ConversationEvents({ timelines, transients, clock });
  const reactions = createReactions({ database, timelines, events, log });
  const threads = createThreads({
    database,
    timelines,
    mucs: muc.api,
    memberships: muc.memberships,
    mucEvents: muc.events,
    turns: muc.turns,
    conversationEvents: events,
    bus,
    clock,
    log,
  });
  const pins = createPins({ database, timelines, mucs: muc.api, events, clock, log });
  const history = createHistory({
    timelines,
    conversations: conversations.api,
    mucs: muc.api,
    extras: [reactions.extras, threads.extras],
    clock,
  });
  const online = new Set<string>();
  /** Those whom nobody who is no contact may write to. */
  const unsociable = new Set<string>();
  const storedFiles = memoryFiles(() => settings.maxFileBytes);
  const serverMessages = createServerMessages({
    apps,
    users,
    mucs: muc.api,
    membersOf: (timeline) => muc.audiences.load(timeline),
    rooms: muc.gate,
    conversations: conversations.api,
    database,
    listUsers: async (_app, { after = "", limit }) =>
      [...accounts]
        .filter((user) => user > after)
        .sort()
        .slice(0, limit),
    onlineUsers: () => [...online],
    files: storedFiles,
    remote: { isAllowed: (address) => address === "127.0.0.1" },
    log,
    pauseMs: 0,
    contactsGuard: { check: (_sender, to) => (unsociable.has(to) ? ackRefusals.NOT_FRIENDS : undefined) },
    timelines,
    transients,
    clock,
  });
  /** Streams that have ended, as push is told of them. */
  const wholes: Entry[] = [];
  const newStreams = () =>
    createStreams({
      apps,
      places: serverMessages.places,
      database,
      timelines,
      transients,
      onWhole: (message) => wholes.push(message),
      clock,
      log,
    });
  const streams = newStreams();
  const files = { receive: refused, serve: refused, release: async () => {} };
  const management = createMucManagement({ mucs: muc.api, events: muc.events, database, files, clock });
  const endpoints = [conversations, history, messages, reactions, pins, threads, serverMessages, streams]
    .flatMap((feature) => feature.endpoints)
    .concat(muc.turns.of([...groups.endpoints, ...management.endpoints]));
  const inApp = (device: Device): Device => ({ ...device, app });
  let clientId = 1000;

  const submit = (from: Sender | Device, meta: Meta) => {
    const { device, settings } = "device" in from ? from : senderOf(from);
    return messages.api.submit({ device: inApp(device), settings }, meta);
  };

  return {
    app,
    time,
    bus,
    accounts,
    faulty,
    unsociable,
    online,
    /** As if the server had ended before it was sent to anybody. */
    async unfinish(broadcast: number): Promise<void> {
      const query = database.query<BroadcastTables>().updateTable("broadcast").set({ isDone: 0, position: null });
      await query.where("app", "=", app).where("id", "=", broadcast).execute();
    },
    broadcasts: { settled: () => serverMessages.settled(), resume: () => serverMessages.resume() },
    /** What was brought from elsewhere, by uuid. */
    storedFiles: storedFiles.all,
    wholes,
    streams: streams.api,
    /** As if the server had ended before it knew that the beginning of the stream is stored. */
    async forgetOpening(message: string): Promise<void> {
      const query = database.query<StreamTables>().updateTable("stream").set({ state: "opening", message: null });
      await query.where("app", "=", app).where("message", "=", message).execute();
    },
    /** What a server that starts on the same record takes up. */
    async resumeStreams(): Promise<void> {
      const later = newStreams();
      await later.api.resume();
      await later.close();
    },
    /** Of the application; changes hold at once. */
    settings,
    groups: groups.api,
    timelines,
    transients,
    muc: muc.api,
    memberships: muc.memberships,
    mucEvents: muc.events,
    /** Another memory on the same record. */
    freshMuc: async () => createMuc({ database, timelines, transients, apps, bus, clock }).api,
    /** Resolves when what was about recalled messages is gone. */
    async settled(): Promise<void> {
      await Promise.all([reactions.api.settled(), pins.settled(), threads.api.settled(), streams.api.settled()]);
    },
    forgetReactionsOf: (user: string) => reactions.api.forgetUser(app, user),
    async reactionRows(): Promise<number> {
      const rows = await database
        .query<ReactionTables>()
        .selectFrom("reaction")
        .select("id")
        .where("app", "=", app)
        .execute();
      return rows.length;
    },
    /** How many rows a timeline has. */
    async entries(timeline: string): Promise<number> {
      const row = await database
        .query<TimelineTables>()
        .selectFrom("timelineEntry")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("timeline", "=", timeline)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    conversations: conversations.api,
    messages: messages.api,
    submit,

    /** Sends a body as an official client frames it, and waits for the answer. */
    send(from: Sender | Device, to: string, body: MessageBody, meta: Partial<Meta> = {}): Promise<Ack> {
      const { user } = "device" in from ? from.device : from;
      return submit(from, uplink({ user, to, body, meta: { id: String(clientId++), ...meta } })).ack;
    },

    /** Sends a body and insists on success. */
    async say(
      from: Device,
      to: string,
      body: MessageBody | string,
      meta: Partial<Meta> = {},
    ): Promise<{ id: string; at: number }> {
      const ack = await this.send(from, to, typeof body === "string" ? text(body) : body, meta);
      if (!ack.ok) throw new Error(`refused: ${ack.reason}`);
      return ack;
    },

    /** What a device still has to receive, oldest first; it counts as received afterwards. */
    async receive(who: Device): Promise<Received[]> {
      const device = inApp(who);
      await timelines.openDevice(device);
      const entries: Entry[] = [];
      for (const { timeline, cursor } of await timelines.pending(device)) {
        const page = await timelines.read({ device, timeline, after: cursor, limit: 1000 });
        entries.push(...page);
        const last = page.at(-1);
        if (last !== undefined) await timelines.moveCursor(device, timeline, last.id);
      }
      return entries.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)).map(({ meta }) => open(meta));
    },

    /** Calls an endpoint by name, with its query and body checked against its schemas as the server does. */
    async call(
      name: string,
      call: {
        /** Undefined: the application. */
        user: string | undefined;
        resource?: string;
        params?: Record<string, string>;
        query?: Record<string, string>;
        body?: unknown;
      },
    ) {
      const endpoint = endpoints.find((candidate) => candidate.name === name);
      if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
      const answer = await endpoint.handle({
        appKey: app,
        caller: call.user === undefined ? { kind: "app" } : { kind: "user", username: call.user },
        params: { user: call.user, ...call.params },
        query: checked(endpoint, "query", call.query ?? {}),
        body: checked(endpoint, "body", call.body ?? {}),
        resource: call.resource,
        baseUrl: "http://localhost",
      } as never); // handlers of these features touch neither request nor reply
      // What answers hold is for the test to know.
      // biome-ignore lint/suspicious/noExplicitAny: the test looks at it member by member
      return answer as any;
    },

    async close() {
      await Promise.all([reactions.close(), pins.close(), threads.close(), streams.close(), serverMessages.close()]);
      await groups.close();
      await conversations.close();
      messages.close();
    },
  };
}

/** A device. Its application is that of the chat in which it is used. */
export function device(user: string, resource = "phone"): Device {
  return { app: "", user, resource };
}

export function senderOf(from: Device, settings: Partial<Sender["settings"]> = {}): Sender {
  return { device: from, settings: { ...defaultAppSettings, ...settings } };
}

export function uplink(options: { user: string; to: string; body: MessageBody; meta?: Partial<Meta> }): Meta {
  const { user, to, body, meta } = options;
  const [name = "", resource] = to.split("/");
  const payload = encode(MessageBody, {
    from: { name: user },
    to: { name },
    contents: [{}],
    ...body,
  } as Encodable<MessageBody>);
  return { to: userJid("rondo#demo", name, resource), ns: MetaNameSpace.CHAT, payload, routetype: 0, ...meta };
}

export function text(msg: string, more: MessageBody = {}): MessageBody {
  return chat({ type: MessageBodyContentType.TEXT, text: msg }, more);
}

export function chat(content: MessageBodyContent, more: MessageBody = {}): MessageBody {
  return { type: MessageBodyType.CHAT, contents: [content], ...more };
}

export const receipt = {
  read: (id: string): MessageBody => ({ type: MessageBodyType.READ_ACK, ackMessageId: id }),
  delivered: (id: string): MessageBody => ({ type: MessageBodyType.DELIVER_ACK, ackMessageId: id }),
  channel: (): MessageBody => ({ type: MessageBodyType.CHANNEL_ACK }),
};

/** Files in memory, as far as messages from elsewhere need them. */
function memoryFiles(maxBytes: () => number) {
  const all = new Map<string, { name: string | undefined; type: string | undefined; bytes: Buffer }>();
  return {
    all,
    async store(
      _app: string,
      file: { name: string | undefined; declaredType: string | undefined; bytes: AsyncIterable<Uint8Array> },
    ) {
      const bytes = await buffer(file.bytes);
      if (bytes.length > maxBytes()) throw new AppError("FILE_TOO_LARGE");
      const uuid = `file${all.size + 1}`;
      all.set(uuid, { name: file.name, type: file.declaredType, bytes });
      const kept = { createdAt: 0, expiresAt: null };
      return { uuid, secret: `secret of ${uuid}`, name: file.name ?? null, size: bytes.length, ...kept };
    },
    async release(_tx: unknown, _app: string, uuids: readonly string[]) {
      for (const uuid of uuids) all.delete(uuid);
    },
  };
}

export function recallOf(id: string): MessageBody {
  return { type: MessageBodyType.RECALL, ackMessageId: id };
}

export function editOf(id: string, msg: string, more: MessageBody = {}): MessageBody {
  return { ...text(msg), type: MessageBodyType.EDIT, editMessageId: id, editScope: 1, ...more };
}

export interface Received {
  readonly meta: Meta;
  readonly body: MessageBody;
  /** The JSON of a NOTIFY meta. */
  // biome-ignore lint/suspicious/noExplicitAny: the test looks at it member by member
  readonly json: any;
}

/** Decodes a meta as a receiver does. */
export function open(bytes: Uint8Array): Received {
  const meta = decode(Meta, bytes);
  const payload = meta.payload ?? new Uint8Array();
  if (meta.ns === MetaNameSpace.NOTIFY) return { meta, body: {}, json: JSON.parse(Buffer.from(payload).toString()) };
  if (meta.ns !== MetaNameSpace.CHAT) return { meta, body: {}, json: undefined };
  return { meta, body: decode(MessageBody, payload), json: undefined };
}

export function texts(received: readonly Received[]): Array<string | undefined> {
  return received.map(({ body }) => body.contents?.[0]?.text);
}

function checked(endpoint: Endpoint, part: "query" | "body", value: unknown): unknown {
  const schema = endpoint[part];
  if (schema === undefined) return value;
  const validator = Compile(schema);
  const converted = part === "query" ? validator.Convert(value) : value;
  if (!validator.Check(converted)) throw new Error(`the ${part} does not match its schema`);
  return converted;
}

/** Files are shared over HTTP only. */
function refused(): never {
  throw new Error("no files here");
}

function account(app: string, username: string): User {
  const never = { nickname: undefined, signedOutAt: undefined, createdAt: 0, modifiedAt: 0 };
  return { uuid: username, app, username, isActive: true, tokenEpoch: 0, ...never };
}
