import { type Flow, flow, type Stage } from "../flow.ts";
import { blocklist, roles } from "./management/belonging.ts";
import { type Party, party } from "./management/cast.ts";
import { announcement, sharedFiles } from "./management/sharing.ts";
import { allowlist, muteAll, mutes } from "./management/speaking.ts";
import { GROUP, ROOM, type Words } from "./management/words.ts";

const PLAYS: ReadonlyArray<readonly [string, (at: Party) => Promise<void>]> = [
  ["administrators are made and unmade [MM3] [MM4]", roles],
  ["who is muted cannot speak, and is told until when [MM5] [MM6]", mutes],
  ["everybody is muted but owner and administrators [MM8]", muteAll],
  ["who is on the allowlist speaks while others cannot [MM9] [MM10]", allowlist],
  ["who is blocked is out and stays out [MM11] [MM12] [MM13]", blocklist],
  ["the announcement reaches everybody [MM14]", announcement],
  ["files are shared, read by members and removed [MM15] [MM16]", sharedFiles],
];

const playedIn = (words: Words): Flow[] =>
  PLAYS.map(([name, play]) =>
    flow(`${words.title}: ${name}`, async (stage: Stage) => play(await party(stage, words)), { needs: "admin" }),
  );

export const groupManagementFlows: Flow[] = playedIn(GROUP);
export const roomManagementFlows: Flow[] = playedIn(ROOM);
