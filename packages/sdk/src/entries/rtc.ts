/** `@rondo/sdk/rtc`: tokens for calls. */
import { rtc as feature } from "../features/rtc/index.ts";
import type { Feature } from "../types/feature.ts";
import type { RtcMethods } from "../types/rtc.ts";

export const rtc: Feature<RtcMethods> = feature;
export type { RtcMethods };
