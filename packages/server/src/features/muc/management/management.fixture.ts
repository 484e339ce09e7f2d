/** Groups and rooms behind the server's own HTTP edge, with people whose devices receive events from a real store. */

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, Meta, MetaNameSpace, MucBody, MucBodyOperation } from "@rondo/protocol";
import { defaultLimits } from "../../../config.ts";
import { type Answer, TestRest } from "../../../http/testing.ts";
import type { Database } from "../../../kernel/database/database.ts";
import type { Endpoint } from "../../../kernel/rest.ts";
import {
  type Device,
  isAddressed,
  type OpenTimelines,
  openTimelines,
  Transients,
  timelineMigrations,
} from "../../../timeline/index.ts";
import type { AppSettings } from "../../apps/index.ts";
import { createFiles, type FilesFeature, filesMigrations, openDiskBlobs } from "../../files/index.ts";
import { createMuc, mucMigrations } from "../index.ts";
import type { Muc, MucType } from "../muc.ts";
import { createMucManagement } from "./index.ts";

/** What a client shows of an event, without what is always there. */
export interface Seen {
  readonly operation: keyof typeof MucBodyOperation;
  readonly from: string | undefined;
  readonly about?: string;
  readonly reason?: string;
  readonly ext?: unknown;
  readonly members?: readonly string[];
  readonly memberCount?: number;
}

export type World = Awaited<ReturnType<typeof openWorld>>;
type Method = "GET" | "POST" | "PUT" | "DELETE";

export async function openWorld() {
  let timelines: OpenTimelines | undefined;
  let muc: ReturnType<typeof createMuc> | undefined;
  let files: FilesFeature | undefined;
  let store: Database | undefined;
  const dir = await mkdtemp(join(tmpdir(), "rondo-shared-files-"));
  const blobs = await openDiskBlobs(dir);
  const transients = new Transients();
  /** What happens while a shared file is on its way. */
  const hooks = { whileUploading: async (): Promise<void> => {} };
  const removed: Array<{ id: string; users: readonly string[] }> = [];
  const rest = await TestRest.start({
    config: { limits: { ...defaultLimits, requestsPerSecond: 1_000_000 } },
    migrations: [...timelineMigrations, ...filesMigrations, ...mucMigrations],
    async features({ apps, database, bus, clock, log }): Promise<readonly Endpoint[]> {
      timelines = await openTimelines({ database, clock, nodeId: 1, log });
      muc = createMuc({ database, timelines, transients, apps, bus, clock });
      store = database;
      files = createFiles({ database, apps, clock, blobs, log });
      const { api } = files;
      const management = createMucManagement({
        mucs: muc.api,
        events: muc.events,
        database,
        files: {
          ...api,
          async receive(...call) {
            await hooks.whileUploading();
            return api.receive(...call);
          },
        },
        clock,
        afterRemoval: async ({ id }, users) => void removed.push({ id, users }),
      });
      return [...management.endpoints, ...files.endpoints];
    },
  });
  if (timelines === undefined || muc === undefined || files === undefined || store === undefined)
    throw new Error("the features were not made");
  const [opened, attachments] = [timelines, files];
  const { api: mucs, audiences, gate } = muc;
  const tokens = new Map<string, string>();
  const inRooms = new Map<string, Seen[]>();
  const inApp = (user: string, resource: string): Device => ({ app: rest.appKey, user, resource });

  // As the gateway does: who is there when it is sent.
  transients.onSent((entry) => {
    for (const user of audiences.of(entry.timeline) ?? []) {
      if (!isAddressed(entry.audience, user)) continue;
      for (const resource of ["phone", "tablet"]) {
        if (user === entry.sender && resource === entry.resource) continue;
        const key = `${user}/${resource}`;
        inRooms.set(key, [...(inRooms.get(key) ?? []), open(entry.meta)]);
      }
    }
  });

  return {
    rest,
    database: store,
    mucs,
    gate,
    removed,
    hooks,

    /** A fresh application with these people, each with a phone and a tablet that have been online. */
    async people(names: readonly string[], settings: Partial<AppSettings> = {}): Promise<void> {
      await rest.freshApp({ registration: "open", ...settings });
      hooks.whileUploading = async () => {};
      tokens.clear();
      inRooms.clear();
      removed.length = 0;
      for (const name of names) {
        tokens.set(name, await rest.register(name));
        for (const resource of ["phone", "tablet"]) await opened.openDevice(inApp(name, resource));
      }
    },

    create(type: MucType, owner: string, members: readonly string[], more: { maxUsers?: number } = {}): Promise<Muc> {
      const texts = { name: "friends", description: "", avatar: "", custom: "" };
      const flags = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
      return mucs.create({ app: rest.appKey, type, owner, maxUsers: 2000, ...texts, ...flags, ...more }, members);
    },

    /** A call from the user's phone; `app` is the application itself. Path below the application's. */
    as(user: string, method: Method, path: string, json?: unknown): Promise<Answer> {
      const token = user === "app" ? rest.appToken : tokens.get(user);
      const resource = method === "GET" ? "" : `${path.includes("?") ? "&" : "?"}resource=phone`;
      return rest.call(`${path}${resource}`, { method, token, ...(json === undefined ? {} : { json }) });
    },

    /** Uploads a shared file from the user's phone. */
    share(user: string, path: string, bytes: Uint8Array, { name = "notes.txt" } = {}): Promise<Answer> {
      const token = user === "app" ? rest.appToken : tokens.get(user);
      const boundary = "the-boundary";
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n`;
      const text = `${head}${Buffer.from(bytes).toString("latin1")}\r\n--${boundary}--\r\n`;
      const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
      return rest.call(`${path}?resource=phone`, { method: "POST", token, text, headers });
    },

    tokenOf: (user: string) => tokens.get(user),

    /** Gives up what nothing refers to, and says how much is kept. */
    async kept(): Promise<number> {
      await attachments.api.sweep();
      const entries = await readdir(join(dir, "blobs"), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },

    /** The events a device still has to receive, oldest first; they count as received afterwards. */
    async seen(user: string, resource = "phone"): Promise<Seen[]> {
      const device = inApp(user, resource);
      await opened.openDevice(device);
      const found: Array<{ id: string; meta: Uint8Array }> = [];
      for (const { timeline, cursor } of await opened.pending(device)) {
        const page = await opened.read({ device, timeline, after: cursor, limit: 1000 });
        found.push(...page);
        const last = page.at(-1);
        if (last !== undefined) await opened.moveCursor(device, timeline, last.id);
      }
      const stored = found.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)).map(({ meta }) => open(meta));
      const passing = inRooms.get(`${user}/${resource}`) ?? [];
      inRooms.delete(`${user}/${resource}`);
      return [...passing, ...stored];
    },

    /** What all devices of these people have seen, as `who/resource: operation from…` lines. */
    async heard(people: readonly string[]): Promise<Record<string, string[]>> {
      const heard: Record<string, string[]> = {};
      for (const person of people) {
        for (const resource of ["phone", "tablet"]) {
          const events = await this.seen(person, resource);
          heard[`${person}/${resource}`] = events.map(
            ({ operation, from, about }) => `${operation} ${from}${about === undefined ? "" : ` ${about}`}`,
          );
        }
      }
      return heard;
    },

    async close() {
      await rest.http.close();
      await attachments.dispose();
      await opened.close();
      await rest.close();
      await rm(dir, { recursive: true });
    },
  };
}

/** Decodes an event as a client does. */
function open(bytes: Uint8Array): Seen {
  const meta = decode(Meta, bytes);
  if (meta.ns !== MetaNameSpace.MUC) throw new Error(`an event of namespace ${meta.ns}`);
  const body = decode(MucBody, meta.payload ?? new Uint8Array());
  const [operation] = Object.entries(MucBodyOperation).find(([, value]) => value === (body.operation ?? 0)) ?? [];
  const { reason, ext, members, mucMemberCount } = body;
  const about = body.to?.[0]?.name;
  return {
    operation: operation as Seen["operation"], // a name of the table
    from: body.from?.name,
    ...(about === undefined ? {} : { about }),
    ...(reason ? { reason } : {}),
    ...(ext ? { ext: JSON.parse(ext) } : {}),
    ...(members === undefined || members.length === 0 ? {} : { members }),
    ...(mucMemberCount === undefined ? {} : { memberCount: mucMemberCount }),
  };
}
