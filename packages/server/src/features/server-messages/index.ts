import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { RemoteOptions } from "../../kernel/remote-file.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines, Transients } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import type { Conversations } from "../conversations/api.ts";
import type { Files } from "../files/api.ts";
import type { SendGuard } from "../messages/index.ts";
import type { Mucs, RoomGate } from "../muc/index.ts";
import { broadcastEndpoints } from "./broadcasts/broadcasts.rest.ts";
import { BroadcastService } from "./broadcasts/broadcasts.service.ts";
import { Caster } from "./broadcasts/caster.ts";
import { recallEndpoints } from "./changes/recall.rest.ts";
import { RecallService } from "./changes/recall.service.ts";
import { rewriteEndpoints } from "./changes/rewrite.rest.ts";
import { RewriteService } from "./changes/rewrite.service.ts";
import { Attachments } from "./imports/attachments.ts";
import { importEndpoints } from "./imports/imports.rest.ts";
import { ImportService } from "./imports/imports.service.ts";
import { createBroadcastTable } from "./migrations/2026-11-29-broadcasts.ts";
import { Places } from "./places.ts";
import { defaultSendRates, Rates, type SendRates } from "./sending/rates.ts";
import { sendingEndpoints } from "./sending/sending.rest.ts";
import { SendingService } from "./sending/sending.service.ts";

export { readExt } from "./content.ts";
export { flagIn, isMissing, type Members, membersOf, senderIn, textIn } from "./members.ts";
export type { Place, Places } from "./places.ts";

export const serverMessagesMigrations: readonly Migration[] = [createBroadcastTable];

const PAUSE_MS = 100;

type PlacesDeps = ConstructorParameters<typeof Places>[0];

/** What an application's own server writes, takes back and edits. */
export function createServerMessages(
  deps: PlacesDeps & {
    apps: Pick<Apps, "get">;
    database: Database;
    rooms: RoomGate;
    mucs: Pick<Mucs, "find" | "list">;
    conversations: Pick<Conversations, "markRead">;
    contactsGuard: SendGuard;
    /** User ids in their order, behind `after`. */
    listUsers: (app: string, page: { after: string | undefined; limit: number }) => Promise<readonly string[]>;
    onlineUsers: (app: string) => readonly string[];
    /** Where the files of imported messages are kept, and how they are fetched. */
    files: Pick<Files, "store" | "release">;
    remote: RemoteOptions;
    timelines: Timelines;
    transients: Transients;
    clock: Clock;
    log: Logger;
    rates?: Partial<SendRates>;
    /** After every hundred receivers of a broadcast. */
    pauseMs?: number;
  },
): {
  places: Places;
  /** Takes up the broadcasts of an earlier run. */
  resume(): Promise<void>;
  /** Resolves when the broadcasts asked for so far are sent. */
  settled(): Promise<void>;
  endpoints: readonly Endpoint[];
  close(): Promise<void>;
} {
  const { apps, database, mucs, timelines, clock, log } = deps;
  const places = new Places(deps);
  const caster = new Caster({
    ...deps,
    places,
    async listRooms(app, page) {
      return (await mucs.list({ app, type: "room", onlyPublic: false, ...page })).map(({ id }) => id);
    },
    pauseMs: deps.pauseMs ?? PAUSE_MS,
    onFault: (error, { app, id }) => log.error({ err: error, app, broadcast: id }, "a broadcast could not be sent"),
  });
  const rates = new Rates({ ...defaultSendRates, ...deps.rates }, clock);
  return {
    places,
    resume: () => caster.resume(),
    settled: () => caster.settled(),
    close: () => caster.close(),
    endpoints: [
      ...sendingEndpoints(new SendingService({ ...deps, places, rates })),
      ...recallEndpoints(new RecallService({ apps, places, timelines, clock })),
      ...importEndpoints(new ImportService({ ...deps, places, attachments: new Attachments(deps) })),
      ...broadcastEndpoints(new BroadcastService({ apps, database, caster, clock })),
      ...rewriteEndpoints(new RewriteService({ apps, timelines, clock })),
    ],
  };
}
