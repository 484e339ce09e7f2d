/** `@rondo/sdk/voice`: what is said in recordings. */
import { voice as feature } from "../features/voice/index.ts";
import type { Feature } from "../types/feature.ts";
import type { VoiceMethods } from "../types/voice.ts";

export const voice: Feature<VoiceMethods> = feature;
export type { VoiceMethods };
