/** `@rondo/sdk/presence`: who is online. */
import { presence as feature } from "../features/presence/index.ts";
import type { Feature } from "../types/feature.ts";
import type { PresenceMethods } from "../types/presence.ts";

export const presence: Feature<PresenceMethods> = feature;
export type { PresenceMethods };
