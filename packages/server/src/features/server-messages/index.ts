import type { Clock } from "../../kernel/clock.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines, Transients } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import type { SendGuard } from "../messages/index.ts";
import type { RoomGate } from "../muc/index.ts";
import { recallEndpoints } from "./changes/recall.rest.ts";
import { RecallService } from "./changes/recall.service.ts";
import { rewriteEndpoints } from "./changes/rewrite.rest.ts";
import { RewriteService } from "./changes/rewrite.service.ts";
import { Places } from "./places.ts";
import { defaultSendRates, Rates, type SendRates } from "./sending/rates.ts";
import { sendingEndpoints } from "./sending/sending.rest.ts";
import { SendingService } from "./sending/sending.service.ts";

export { readExt } from "./content.ts";
export { flagIn, isMissing, type Members, membersOf, senderIn, textIn } from "./members.ts";
export type { Place, Places } from "./places.ts";

type PlacesDeps = ConstructorParameters<typeof Places>[0];

/** What an application's own server writes, takes back and edits. */
export function createServerMessages(
  deps: PlacesDeps & {
    apps: Pick<Apps, "get">;
    rooms: RoomGate;
    contactsGuard: SendGuard;
    timelines: Timelines;
    transients: Transients;
    clock: Clock;
    rates?: Partial<SendRates>;
  },
): { places: Places; endpoints: readonly Endpoint[] } {
  const { apps, timelines, clock } = deps;
  const places = new Places(deps);
  const rates = new Rates({ ...defaultSendRates, ...deps.rates }, clock);
  return {
    places,
    endpoints: [
      ...sendingEndpoints(new SendingService({ ...deps, places, rates })),
      ...recallEndpoints(new RecallService({ apps, places, timelines, clock })),
      ...rewriteEndpoints(new RewriteService({ apps, timelines, clock })),
    ],
  };
}
