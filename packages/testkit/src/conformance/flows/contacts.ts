import type { Flow } from "../flow.ts";
import { blocklistFlows } from "./contacts/blocklist.ts";
import { rosterFlows } from "./contacts/roster.ts";

export const contactFlows: Flow[] = [...rosterFlows, ...blocklistFlows];
