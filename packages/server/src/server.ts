/** Wires the parts of a node together: the only place that knows them all. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import { LocalBus } from "./cluster/bus.ts";
import type { Config } from "./config.ts";
import { type ConsoleSide, consoleSideMigrations, createConsoleSide } from "./console.ts";
import { alipayMigrations, createAlipay } from "./features/alipay/index.ts";
import { type Apps, appsMigrations, createApps } from "./features/apps/index.ts";
import { createBootstrap } from "./features/bootstrap/index.ts";
import { contactsMigrations, createContacts } from "./features/contacts/index.ts";
import { conversationsMigrations, createConversations } from "./features/conversations/index.ts";
import { DataCentres } from "./features/data-centres/index.ts";
import { createFiles, filesMigrations, openDiskBlobs } from "./features/files/index.ts";
import { createGroups, groupsMigrations } from "./features/groups/index.ts";
import { createHistory } from "./features/history/index.ts";
import { ConversationEvents, createMessages } from "./features/messages/index.ts";
import { createMuc, createMucManagement, mucMigrations } from "./features/muc/index.ts";
import { createPins, pinsMigrations } from "./features/pins/index.ts";
import { createPresence, presenceMigrations } from "./features/presence/index.ts";
import { createPush, createWebhook, pushMigrations } from "./features/push/index.ts";
import { createReactions, reactionsMigrations } from "./features/reactions/index.ts";
import { createReports, reportsMigrations } from "./features/reports/index.ts";
import { createRooms, roomsMigrations } from "./features/rooms/index.ts";
import { createRtc, rtcMigrations } from "./features/rtc/index.ts";
import { createSearch, openSqliteIndex, type SearchIndex } from "./features/search/index.ts";
import { createServerMessages, serverMessagesMigrations } from "./features/server-messages/index.ts";
import { createStreams, streamsMigrations } from "./features/streams/index.ts";
import { createThreads, threadsMigrations } from "./features/threads/index.ts";
import { createTokens } from "./features/tokens/index.ts";
import { createTranslation } from "./features/translation/index.ts";
import { createUserAttributes, userAttributesMigrations } from "./features/user-attributes/index.ts";
import { createUsers, usersMigrations } from "./features/users/index.ts";
import { createVoiceToText } from "./features/voice-to-text/index.ts";
import { createGateway, type Gateway } from "./gateway/index.ts";
import { closeWithin, createHttp } from "./http/index.ts";
import { systemClock } from "./kernel/clock.ts";
import type { ConsoleEndpoint } from "./kernel/console.ts";
import type { Migration } from "./kernel/database/database.ts";
import { openSqlite } from "./kernel/database/sqlite/index.ts";
import type { Endpoint } from "./kernel/rest.ts";
import { openServerKeys } from "./kernel/server-keys.ts";
import { followTls } from "./kernel/tls.ts";
import { messageRemover, Retention } from "./retention.ts";
import { openTimelines, Records, Transients, timelineMigrations } from "./timeline/index.ts";

/** How long a stop waits for requests under way; with what the gateway waits it stays below the limit in main.ts. */
const REQUESTS_MS = 5000;
/** Where the console's pages are built; beside the server, whether it is run from its source or bundled. */
const PAGES = fileURLToPath(new URL("../../console/dist", import.meta.url));

/** All of them: whoever opens a data directory brings it up to date. */
export const migrations: readonly Migration[] = [
  ...timelineMigrations,
  ...appsMigrations,
  ...usersMigrations,
  ...conversationsMigrations,
  ...filesMigrations,
  ...rtcMigrations,
  ...alipayMigrations,
  ...reportsMigrations,
  ...presenceMigrations,
  ...pushMigrations,
  ...contactsMigrations,
  ...userAttributesMigrations,
  ...mucMigrations,
  ...groupsMigrations,
  ...roomsMigrations,
  ...reactionsMigrations,
  ...pinsMigrations,
  ...threadsMigrations,
  ...streamsMigrations,
  ...serverMessagesMigrations,
  ...consoleSideMigrations,
];

export interface RondoServer {
  /** Scheme, host and port clients use, without a trailing slash. */
  readonly rest: string;
  readonly websocket: string;
  readonly apps: Apps;
  /** All that is mounted below the REST address. */
  readonly endpoints: readonly Endpoint[];
  /** All calls of the console. */
  readonly consoleEndpoints: readonly ConsoleEndpoint[];
  /** What the first owner is asked for; undefined: there is one, or nobody is asked. */
  readonly setupCode: string | undefined;
  /** Resolves when the store is gone by a fault: nothing works any more, and only a new start helps. */
  readonly failed: Promise<Error>;
  /** Refuses new work, finishes what was accepted, tells every session, closes the store. */
  close(): Promise<void>;
}

/**
 * Starts a node and resolves when it accepts traffic.
 *
 * @throws Error with a sentence for the operator: the directory is in use, was written by a newer version, the port is taken.
 */
export async function startServer(config: Config, log: Logger): Promise<RondoServer> {
  const clock = systemClock;
  const { dataDir, limits } = config;
  const database = await openSqlite({ dir: dataDir, migrations });
  let searchIndex: SearchIndex | undefined;
  let consoleSide: ConsoleSide | undefined;
  try {
    const keys = await openServerKeys(dataDir, { now: clock.now() });
    const blobs = await openDiskBlobs(join(dataDir, "files"));
    const timelines = await openTimelines({ database, clock, nodeId: config.nodeId, log });
    const transients = new Transients();
    const bus = new LocalBus();
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });

    const dataCentres = new DataCentres(config.dataCentres);
    const apps = createApps({ database, keys, bus, clock, defaults: config.appDefaults, dataCentres });
    const records = new Records(database);
    const muc = createMuc({ database, timelines, transients, apps: apps.api, bus, clock });
    const conversations = createConversations({ timelines, database, mucs: muc.api, clock });
    const users = createUsers({
      database,
      apps: apps.api,
      bus,
      clock,
      passwordCost: config.passwordCost,
      sessions: userSessions(() => gateway),
      profile: {
        takes: (member) => push.profile.takes(member),
        read: (owner) => push.profile.read(owner),
        change: (owner, members) => push.profile.change(owner, members),
      },
      forget: async (app, user) => {
        const features = [conversations, contacts, attributes, presence, push, rtc, reports, rooms, reactions, threads];
        // Members are told that the account is gone before its own queue is forgotten.
        await groups.api.forgetUser(app, user);
        const kept = [timelines, muc.memberships, alipay.api, ...features.map(({ api }) => api)];
        await Promise.all(kept.map((each) => each.forgetUser(app, user)));
      },
    });
    const attributes = createUserAttributes({ database, apps: apps.api, users: users.api });
    const contacts = createContacts({ timelines, database, apps: apps.api, users: users.api, bus, clock });
    const tokens = createTokens({ apps: apps.api, users: users.api, keys, clock });
    const groups = createGroups({
      mucs: muc.api,
      memberships: muc.memberships,
      mucEvents: muc.events,
      turns: muc.turns,
      users: users.api,
      apps: apps.api,
      database,
      timelines,
      transients,
      bus,
      clock,
      log,
      unnoticedMs: limits.idleTimeoutMs,
    });
    const rooms = createRooms({
      database,
      timelines,
      mucs: muc.api,
      mucEvents: muc.events,
      turns: muc.turns,
      users: users.api,
      isOnline: (app, user) => gateway.sessions.isOnline(app, user),
      bus,
      clock,
      log,
    });
    const messages = createMessages({
      timelines,
      transients,
      users: users.api,
      conversations: conversations.api,
      // Asked in this order before a user's message to another user is taken.
      guards: [contacts.api.blocklistGuard, contacts.api.contactsGuard],
      muc: muc.gate,
      groupReceipts: groups.receipts,
      bus,
      clock,
      log,
    });
    const conversationEvents = new ConversationEvents({ timelines, transients, clock });
    const reactions = createReactions({ database, timelines, events: conversationEvents, log });
    const threads = createThreads({
      database,
      timelines,
      mucs: muc.api,
      memberships: muc.memberships,
      mucEvents: muc.events,
      turns: muc.turns,
      conversationEvents,
      bus,
      clock,
      log,
    });
    const pins = createPins({ database, timelines, mucs: muc.api, events: conversationEvents, clock, log });
    const history = createHistory({
      timelines,
      conversations: conversations.api,
      mucs: muc.api,
      extras: [reactions.extras, threads.extras],
      clock,
    });
    const serverMessages = createServerMessages({
      apps: apps.api,
      users: users.api,
      mucs: muc.api,
      membersOf: (timeline) => muc.audiences.load(timeline),
      rooms: muc.gate,
      contactsGuard: contacts.api.contactsGuard,
      conversations: conversations.api,
      database,
      listUsers: async (app, page) =>
        (await users.finder.search(app, { prefix: "", isActive: undefined, ...page })).map(({ username }) => username),
      onlineUsers: (app) => gateway.sessions.onlineUsers(app),
      files: {
        store: (app, file) => files.api.store(app, file),
        release: (tx, app, uuids) => files.api.release(tx, app, uuids),
      },
      remote: config.privateDownloads ? { isAllowed: () => true } : {},
      timelines,
      transients,
      clock,
      log,
    });
    const presence = createPresence({
      database,
      users: users.api,
      timelines,
      messages: messages.api,
      sessions: { list: (app, user) => gateway.sessions.list(app, user) },
      bus,
      clock,
      log,
    });
    const push = createPush({
      database,
      timelines,
      users: users.api,
      isOnline: (app, user) => gateway.sessions.isOnline(app, user),
      membersOf: (timeline) => muc.audiences.load(timeline),
      unreadOf: (app, user, conversation) => conversations.api.unread(app, user, conversation),
      clock,
      log,
    });
    const webhook = createWebhook({ apps: apps.api, clock, log });
    push.api.onNotice(webhook);
    const streams = createStreams({
      apps: apps.api,
      places: serverMessages.places,
      database,
      timelines,
      transients,
      onWhole: (message) => push.api.notice(message),
      clock,
      log,
    });
    const files = createFiles({ database, apps: apps.api, clock, blobs, log });
    const management = createMucManagement({
      mucs: muc.api,
      events: muc.events,
      database,
      files: files.api,
      clock,
      afterRemoval: async ({ app, id, type }, gone) => {
        if (type === "room") await rooms.api.tidyUp({ app, id }, gone);
      },
    });
    const bootstrap = createBootstrap({ apps: apps.api, dataCentres });
    const translation = createTranslation({ apps: apps.api, clock, log });
    const voice = createVoiceToText({ apps: apps.api, files: files.api, clock, log });
    searchIndex = config.messageSearch ? await openSqliteIndex(join(dataDir, "search")) : undefined;
    const search = createSearch({ timelines, records, index: searchIndex, clock, log });
    const rtc = createRtc({ apps: apps.api, database, log });
    const alipay = createAlipay({ apps: apps.api, users: users.api, tokens: tokens.api, database, clock, log });
    push.api.onNotice(alipay.notices);
    const reports = createReports({ apps: apps.api, timelines, database, clock });

    const removeMessages = messageRemover({
      timelines,
      forgetMessages: async (timeline, ids) => {
        await Promise.all([search, reactions.api, pins, groups.api].map((part) => part.forgetMessages(timeline, ids)));
      },
      log,
    });
    consoleSide = createConsoleSide({
      config,
      database,
      keys,
      apps: apps.api,
      dataCentres,
      users: users.api,
      finder: users.finder,
      passwords: users.passwords,
      attributes: attributes.administration,
      tokens: tokens.api,
      timelines,
      records,
      search: search.ofApps,
      removeMessages,
      onlineDevices: (app, user) => gateway.sessions.list(app, user),
      bus,
      clock,
      log,
    });

    const gateway: Gateway = createGateway({
      apps: apps.api,
      users: users.api,
      tokens: tokens.api,
      messages: messages.api,
      rooms: rooms.uplinks,
      timelines,
      transients,
      audiences: muc.audiences,
      bus,
      limits,
      clock,
      log,
      metrics: registry,
    });

    const parts = [
      users,
      tokens,
      attributes,
      contacts,
      conversations,
      messages,
      history,
      presence,
      push,
      files,
      bootstrap,
    ];
    const services = [
      serverMessages,
      streams,
      rooms,
      reactions,
      pins,
      threads,
      translation,
      voice,
      rtc,
      alipay,
      reports,
      search,
    ];
    const ofMucs = muc.turns.of([groups, management].flatMap((part) => part.endpoints));
    const endpoints = [...[...parts, ...services].flatMap((part) => part.endpoints), ...ofMucs];
    let isReady = false;
    const http = createHttp({
      config,
      apps: apps.api,
      tokens: tokens.api,
      endpoints,
      log,
      registry,
      clock,
      isReady: () => isReady,
      console: { ...consoleSide, pagesDirectory: PAGES },
    });
    http.server.on("upgrade", (request, socket, head) => gateway.handleUpgrade(request, socket, head));

    const stopFollowing = config.tls === undefined ? undefined : followTls(http.server, config.tls, log);

    await rooms.resume();
    await streams.api.resume();
    await serverMessages.resume();
    await http.listen({ host: config.host, port: config.port });
    isReady = true;
    const retention = new Retention({
      timelines,
      apps: apps.api,
      removeMessages,
      clock,
      log,
      deviceRetentionMs: limits.deviceRetentionMs,
    });
    void database.failed.then(() => {
      isReady = false;
    });
    const rest = config.publicUrl ?? addressOf(http, config);
    return {
      rest,
      websocket: `${rest.replace(/^http/, "ws")}/websocket`,
      apps: apps.api,
      endpoints,
      consoleEndpoints: consoleSide.endpoints,
      setupCode: await consoleSide.setupCode(),
      failed: database.failed,
      async close() {
        isReady = false;
        await retention.close();
        stopFollowing?.();
        await gateway.drain();
        await closeWithin(http, REQUESTS_MS);
        await files.dispose();
        await presence.close();
        await push.close();
        webhook.close();
        await alipay.notices.close();
        await groups.close();
        rooms.close();
        await Promise.all([reactions.close(), pins.close(), threads.close(), streams.close(), serverMessages.close()]);
        messages.close();
        contacts.close();
        await conversations.close();
        await search.close();
        await consoleSide?.close();
        await timelines.close();
        await database.close();
      },
    };
  } catch (error) {
    await consoleSide?.close();
    await searchIndex?.close();
    await database.close();
    throw error;
  }
}

/** Who is online, asked only while requests are served: the gateway exists by then. */
function userSessions(gateway: () => Gateway) {
  return {
    isOnline: (app: string, user: string) => gateway().sessions.isOnline(app, user),
    list: (app: string, user: string) =>
      gateway()
        .sessions.list(app, user)
        .map(({ resource, deviceUuid, deviceName }) => ({
          res: resource,
          device_uuid: deviceUuid,
          device_name: deviceName,
        })),
  };
}

function addressOf(http: FastifyInstance, { host, tls }: Pick<Config, "host" | "tls">): string {
  const address = http.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const isAny = host === "0.0.0.0" || host === "::";
  const name = isAny ? "127.0.0.1" : host;
  return `${tls === undefined ? "http" : "https"}://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
