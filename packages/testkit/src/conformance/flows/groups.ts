import type { Flow } from "../flow.ts";
import { memberFlows } from "./groups/members.ts";
import { groupMessageFlows } from "./groups/messages.ts";
import { groupReadingFlows } from "./groups/reading.ts";
import { recordFlows } from "./groups/records.ts";

/** Groups: how they begin and end, who comes and goes, what is said and read in them. */
export const groupFlows: Flow[] = [...recordFlows, ...memberFlows, ...groupMessageFlows, ...groupReadingFlows];
