import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import type { Endpoint } from "../../../kernel/rest.ts";
import type { Files } from "../../files/api.ts";
import type { Mucs } from "../api.ts";
import type { MucEvents } from "../events.ts";
import type { Muc } from "../muc.ts";
import { announcementEndpoints } from "./announcement/announcement.rest.ts";
import { AnnouncementService } from "./announcement/announcement.service.ts";
import { Desk } from "./desk.ts";
import { allowlistEndpoints } from "./lists/allowlist.rest.ts";
import { AllowlistService } from "./lists/allowlist.service.ts";
import { blocklistEndpoints } from "./lists/blocklist.rest.ts";
import { BlocklistService } from "./lists/blocklist.service.ts";
import { muteEndpoints } from "./mutes/mutes.rest.ts";
import { MuteService } from "./mutes/mutes.service.ts";
import { roleEndpoints } from "./roles/roles.rest.ts";
import { RoleService } from "./roles/roles.service.ts";
import { sharedFileEndpoints } from "./shared-files/shared-files.rest.ts";
import { SharedFileService } from "./shared-files/shared-files.service.ts";
import { Tellings } from "./tellings.ts";
import { groupTerms, roomTerms } from "./terms.ts";

/** What owners and administrators of groups and of rooms do there: administrators, mutes, lists, the announcement, and the files that members share. */
export function createMucManagement(deps: {
  mucs: Mucs;
  events: MucEvents;
  database: Database;
  files: Pick<Files, "receive" | "serve" | "release">;
  clock: Clock;
  /** Tidies up what users leave behind who were put out. */
  afterRemoval?: (muc: Muc, users: readonly string[]) => Promise<void>;
}): { endpoints: readonly Endpoint[] } {
  const { mucs, events, database, files, clock, afterRemoval = async () => {} } = deps;
  const tellings = new Tellings({ mucs, events });
  const roles = new RoleService({ mucs, tellings });
  const mutes = new MuteService({ mucs, tellings, clock });
  const allowlist = new AllowlistService({ mucs, tellings });
  const blocklist = new BlocklistService({ mucs, tellings, afterRemoval });
  const announcements = new AnnouncementService({ mucs, tellings });
  const sharedFiles = new SharedFileService({ database, mucs, files, tellings, clock });
  return {
    endpoints: [groupTerms, roomTerms].flatMap((terms) => {
      const desk = new Desk(mucs, terms);
      return [
        ...roleEndpoints(desk, roles),
        ...muteEndpoints(desk, mutes),
        ...allowlistEndpoints(desk, allowlist),
        ...blocklistEndpoints(desk, blocklist),
        ...announcementEndpoints(desk, announcements),
        ...sharedFileEndpoints(desk, sharedFiles),
      ];
    }),
  };
}
