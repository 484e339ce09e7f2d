/** `@rondo/sdk/history`: messages the server keeps. */
import { history as feature } from "../features/history/index.ts";
import type { Feature } from "../types/feature.ts";
import type { HistoryMethods } from "../types/methods.ts";

export const history: Feature<HistoryMethods> = feature;
export type { HistoryMethods };
