import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, type Endpoint, readConfig, startServer } from "@rondo/server";
import { Http } from "./http.ts";
import { Store } from "./store.ts";

/** An application of the server, and what it knows itself by. */
export interface Application {
  readonly appKey: string;
  /** The beginning of its paths. */
  readonly root: string;
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A running server with two applications that have nothing to do with each other. */
export interface World {
  readonly http: Http;
  readonly websocket: string;
  readonly endpoints: readonly Endpoint[];
  readonly store: Store;
  readonly home: Application;
  readonly abroad: Application;
  /** One with hardly anybody. */
  readonly island: Application;
  /** One that has been disabled. */
  readonly closed: Application;
  /** A token for the user, who is registered when there is none of that name. */
  signIn(app: Application, username: string, options?: { ttlSeconds: number }): Promise<string>;
  /** As the application's own server; anything but success is an error. */
  // biome-ignore lint/suspicious/noExplicitAny: see `Answer`
  admin(app: Application, method: string, path: string, json?: unknown): Promise<any>;
  close(): Promise<void>;
}

const MANY = 1_000_000;

/** Limits of rate and number are out of the way: here is tested who may, not how often. */
export async function openWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), "rondo-authorisation-"));
  const { config } = readConfig(["dev", "--port", "0", "--data", dataDir], {});
  const rates = {
    requestsPerSecond: MANY,
    tokenRequestsPerSecond: MANY,
    conversationDeletionsPerMinute: MANY,
    framesPerSecond: MANY,
    framesBurst: MANY,
  };
  const appDefaults = { maxGroupsPerUser: MANY, maxJoinedRooms: MANY, roomMessagesPerSecond: 0 };
  const server = await startServer(
    { ...config, limits: { ...config.limits, ...rates }, appDefaults, messageSearch: true },
    createLog("error"),
  );
  const http = new Http(server.rest);
  const store = new Store(dataDir);

  const create = async (name: string): Promise<Application> => {
    const { app, clientId, clientSecret } = await server.apps.create({ org: "acme", name, settings: {} });
    const root = `/${app.appKey.replace("#", "/")}`;
    const credentials = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const { body } = await http.send({ method: "POST", path: `${root}/token`, json: credentials });
    return { appKey: app.appKey, root, token: body.access_token, clientId, clientSecret };
  };
  const [home, abroad] = [await create("home"), await create("abroad")];
  const [island, closed] = [await create("island"), await create("closed")];
  await server.apps.setDisabled(closed.appKey, true);

  const admin: World["admin"] = async (app, method, path, json) => {
    const request = { method, path: `${app.root}${path}`, authorization: `Bearer ${app.token}`, json };
    const { status, body } = await http.send(request);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  return {
    http,
    websocket: server.websocket,
    endpoints: server.endpoints,
    store,
    home,
    abroad,
    island,
    closed,
    admin,
    async signIn(app, username, options) {
      const ttl = options === undefined ? {} : { ttl: options.ttlSeconds };
      const wish = { grant_type: "inherit", username, autoCreateUser: true, ...ttl };
      return (await admin(app, "POST", "/token", wish)).access_token;
    },
    async close() {
      http.close();
      store.close();
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A token that the customer's own server has made, which is over since an hour. */
export function expiredToken({ appKey, clientId, clientSecret }: Application, userId: string): string {
  const ttl = 60;
  const curTime = Math.floor(Date.now() / 1000) - 3600;
  const signature = createHash("sha256")
    .update(`${clientId}${appKey}${userId}${curTime}${ttl}${clientSecret}`)
    .digest("hex");
  return Buffer.from(`dt-${JSON.stringify({ signature, appkey: appKey, userId, curTime, ttl })}`).toString("base64");
}
