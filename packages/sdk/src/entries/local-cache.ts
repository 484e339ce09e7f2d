/** `@rondo/sdk/local-cache`: conversations as this device remembers them. */
import { localCache as feature } from "../features/local-cache/index.ts";
import type { Feature } from "../types/feature.ts";
import type { LocalCacheMethods } from "../types/local-cache.ts";

export const localCache: Feature<LocalCacheMethods> = feature;
export type { LocalCacheMethods };
