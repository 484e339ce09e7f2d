import { rondoSdk } from "../sdk.ts";
import { eventsExplainState } from "./suite.ts";

eventsExplainState(rondoSdk(), { lost: {} });
