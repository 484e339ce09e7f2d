/** `@rondo/sdk/pins`: messages pinned in conversations. */
import { pins as feature } from "../features/pins/index.ts";
import type { Feature } from "../types/feature.ts";
import type { PinMethods } from "../types/pins.ts";

export const pins: Feature<PinMethods> = feature;
export type { PinMethods };
