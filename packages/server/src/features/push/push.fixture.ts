/** Push behind REST, on a store in memory, with messages that are committed to real timelines. */
import {
  decode,
  type Encodable,
  encode,
  type KeyValue,
  KeyValueValueType,
  MessageBody,
  MessageBodyContentSubType,
  MessageBodyContentType,
  type MessageBodyStream,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  userJid,
} from "@rondo/protocol";
import { defaultLimits } from "../../config.ts";
import { TestRest } from "../../http/testing.ts";
import {
  conversationTimeline,
  type Draft,
  groupTimeline,
  openTimelines,
  roomTimeline,
  timelineMigrations,
} from "../../timeline/index.ts";
import { createPush, type Notice, pushMigrations } from "./index.ts";
import type { PushTables } from "./tables.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

interface Sending {
  readonly from: string;
  readonly to: string;
  readonly text?: string;
  readonly ext?: Record<string, unknown>;
  readonly meta?: unknown;
  readonly kind?: Draft["kind"];
  /** `to` is a group or room. */
  readonly where?: "group" | "room";
  readonly audience?: string;
  readonly audienceResource?: string;
  /** A part of a streamed text. */
  readonly stream?: MessageBodyStream;
  /** The same one again is a resend. */
  readonly clientId?: string;
}

export async function openWorld() {
  const online = new Set<string>();
  const groups = new Map<string, readonly string[]>();
  const uninterested = new Set<string>();
  let parts: Awaited<ReturnType<typeof build>> | undefined;
  let isBroken = false;
  let clientId = 1;

  const build = async ({ database, users, clock, log }: Parameters<Features>[0]) => {
    const timelines = await openTimelines({ database, clock, nodeId: 0, log });
    const push = createPush({
      database: {
        ...database,
        query: <T>() => {
          if (isBroken) throw new Error("the store is broken");
          return database.query<T>();
        },
        inTransaction: (run) => database.inTransaction(run),
        close: () => database.close(),
      },
      timelines,
      users,
      isOnline: (_app, user) => online.has(user),
      membersOf: async (timeline) => groups.get(timeline) ?? [],
      unreadOf: async (_app, user, { timeline }) => timelines.countUnread({ timeline, user, after: "0" }),
      clock,
      log,
    });
    return { timelines, push, database, log };
  };

  const rest = await TestRest.start({
    config: { limits: { ...defaultLimits, requestsPerSecond: 1_000_000 } },
    migrations: [...pushMigrations, ...timelineMigrations],
    profile: {
      read: async (owner) => (await parts?.push.profile.read(owner)) ?? {},
      takes: (member) => parts?.push.profile.takes(member) === true,
      change: async (owner, members) => (await parts?.push.profile.change(owner, members)) ?? {},
    },
    features: async (given) => {
      parts = await build(given);
      return parts.push.endpoints;
    },
  });
  if (parts === undefined) throw new Error("the features were built");
  const { timelines, push, database, log } = parts;
  const tokens = new Map<string, string>();
  const left: Notice[] = [];
  push.api.onNotice({ isFor: async (app) => !uninterested.has(app), take: (notice) => left.push(notice) });

  const draftOf = ({
    from,
    to,
    text = "hi",
    ext = {},
    meta,
    kind = "txt",
    where,
    audience,
    audienceResource,
    stream,
    ...more
  }: Sending): Draft => {
    const app = rest.appKey;
    const payload = encode(MessageBody, {
      type: where === "group" ? MessageBodyType.GROUPCHAT : MessageBodyType.CHAT,
      from: { name: from },
      to: { name: to },
      contents: [{ type: MessageBodyContentType.TEXT, text, subType: stream && MessageBodyContentSubType.SUB_STREAM }],
      stream,
      ext: Object.entries(ext).map(([key, value]) => keyValue(key, value)),
      meta: meta === undefined ? undefined : JSON.stringify(meta),
    } as Encodable<MessageBody>);
    const timelineOf = { group: groupTimeline, room: roomTimeline };
    return {
      app,
      timeline: where === undefined ? conversationTimeline(app, from, to) : timelineOf[where](app, to),
      members: where === undefined ? [from, to] : [],
      kind,
      sender: from,
      resource: "phone",
      ref: undefined,
      audience,
      audienceResource,
      once: { clientId: more.clientId ?? `new${clientId++}`, content: payload },
      effect: undefined,
      encode: (id, at) =>
        encode(Meta, {
          id,
          from: userJid(app, from),
          to: userJid(app, to),
          timestamp: at,
          ns: MetaNameSpace.CHAT,
          payload,
        }),
    };
  };

  return {
    rest,
    log,
    online,
    /** Applications whose notices nobody takes. */
    uninterested,
    push: push.api,
    db: () => database.query<PushTables>(),
    /** Statements fail from now on. */
    breakStore: (broken = true) => {
      isBroken = broken;
    },

    async freshApp(people: readonly string[]): Promise<void> {
      online.clear();
      groups.clear();
      tokens.clear();
      await rest.freshApp();
      for (const name of people) tokens.set(name, await rest.register(name));
      left.length = 0;
    },

    group: (id: string, members: readonly string[]) => groups.set(groupTimeline(rest.appKey, id), members),
    room: (id: string, members: readonly string[]) => groups.set(roomTimeline(rest.appKey, id), members),

    /** Commits messages, in this order, and answers the notices that have left for them. */
    async send(...sendings: readonly Sending[]): Promise<Notice[]> {
      await Promise.all(sendings.map((sending) => timelines.append(draftOf(sending))));
      await push.api.settled();
      return left.splice(0);
    },

    /** A message that was stored before is whole now; answers the notices that have left for it. */
    async complete(sending: Sending): Promise<Notice[]> {
      const draft = draftOf(sending);
      const at = rest.now;
      const id = timelines.newId();
      push.api.notice({ ...draft, id, at, meta: draft.encode(id, at), edits: 1 });
      await push.api.settled();
      return left.splice(0);
    },

    /** What the user's other device, `pad`, still has to receive, as JSON. */
    async told(user: string): Promise<unknown[]> {
      const device = { app: rest.appKey, user, resource: "pad" };
      await timelines.openDevice(device);
      const events: unknown[] = [];
      for (const { timeline, cursor } of await timelines.pending(device)) {
        for (const { id, meta } of await timelines.read({ device, timeline, after: cursor, limit: 100 })) {
          events.push(jsonOf(meta));
          await timelines.moveCursor(device, timeline, id);
        }
      }
      await timelines.closeDevice(device, { caughtUp: true });
      return events;
    },

    as(user: string) {
      const token = tokens.get(user);
      const own = `/users/${user}/notification`;
      const get = (path: string) => rest.call(`${own}${path}`, { token });
      const put = (path: string, json: unknown) => rest.call(`${own}${path}`, { method: "PUT", token, json });
      return {
        token,
        get,
        put,
        setAll: (json: unknown) => put(`/user/${user}?resource=phone`, json),
        set: (target: string, json: unknown, kind = "user") => put(`/${kind}/${target}?resource=phone`, json),
        profile: (json: unknown) => rest.call(`/users/${user}`, { method: "PUT", token, json }),
      };
    },

    async close(): Promise<void> {
      await push.close();
      await timelines.close();
      await rest.close();
    },
  };
}

type Features = NonNullable<NonNullable<Parameters<typeof TestRest.start>[0]>["features"]>;

function keyValue(key: string, value: unknown): KeyValue {
  if (typeof value === "boolean") return { key, type: KeyValueValueType.BOOL, varintValue: value ? "1" : "0" };
  if (typeof value === "string") return { key, type: KeyValueValueType.STRING, stringValue: value };
  return { key, type: KeyValueValueType.JSON_STRING, stringValue: JSON.stringify(value) };
}

function jsonOf(encoded: Uint8Array): unknown {
  const { payload } = decode(Meta, encoded);
  return JSON.parse(Buffer.from(payload ?? new Uint8Array()).toString());
}
