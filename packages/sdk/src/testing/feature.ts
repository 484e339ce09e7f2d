import { type Encodable, encode, type Meta, MetaNameSpace, MucBody } from "@rondo/protocol";
import type { Client, Feature, InboundHandler, SendAck } from "../core/client.ts";
import { Events } from "../core/events.ts";
import { Notices } from "../core/notices.ts";
import type { Platform } from "../core/platform.ts";
import { type Asked, alice, answeringPlatform, recordingLog, testClient } from "./client.ts";

type Sent = Parameters<Client["uplink"]["send"]>[0];

/** A feature of a client whose server, over REST and on the socket, is the test's; alice is logged in. */
export function featureOf<Methods extends object>(
  feature: Feature<Methods>,
  answer: (asked: Asked) => unknown = () => ({}),
  acknowledge: (sent: Sent) => Promise<SendAck> = () => Promise.reject(new Error("nothing is to be sent")),
  { upload }: Partial<Pick<Platform, "upload">> = {},
) {
  const platform = Object.assign(answeringPlatform(answer), upload && { upload });
  const handlers: Record<number, InboundHandler> = {};
  const inbound = {
    handle: (ns: number, handler: InboundHandler): void => {
      handlers[ns] = handler;
    },
  };
  /** What is told, in its order; of the old callbacks with `listen ` before it. */
  const heard: Array<readonly [event: string, payload: unknown]> = [];
  const listener = new Proxy(
    {},
    { get: (_, event) => (payload: unknown) => heard.push([`listen ${String(event)}`, payload]) },
  );
  const handler = new Proxy({}, { get: (_, event) => (payload: unknown) => heard.push([String(event), payload]) });
  const events = new Events(listener, recordingLog(), () => {});
  events.add("all", handler);
  const client: Client = {
    ...testClient({ platform }),
    inbound,
    events,
    notices: new Notices(inbound),
    uplink: { send: acknowledge },
    identity: alice,
  };
  const methods: Methods = feature(client);
  const receive = (meta: Meta): void => handlers[meta.ns ?? 0]?.receive(meta);
  return {
    client,
    methods,
    heard,
    asked: platform.asked,
    receive,
    /** Something has happened in a group or a room. */
    happens: (body: Encodable<MucBody>): void => receive({ ns: MetaNameSpace.MUC, payload: encode(MucBody, body) }),
    /** A notice of the server. */
    notice: (notice: object): void =>
      receive({ ns: MetaNameSpace.NOTIFY, payload: new TextEncoder().encode(JSON.stringify(notice)) }),
    /** Calls as JavaScript does, whatever the types say. */
    call: (name: string, ...args: unknown[]): Promise<unknown> =>
      (methods as Record<string, (...args: unknown[]) => Promise<unknown>>)[name]?.(...args) ??
      Promise.reject(new Error(`there is no ${name}`)),
  };
}

/** What the server was asked, without what is the same in every call. */
export const requestsOf = (asked: readonly Asked[]): unknown[] =>
  asked.map(({ method, path, query, body }) => [`${method} ${path}`, query, body]);
