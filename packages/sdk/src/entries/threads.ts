/** `@rondo/sdk/threads`: threads on messages of groups. */
import { threads as feature } from "../features/threads/index.ts";
import type { Feature } from "../types/feature.ts";
import type { ThreadMethods } from "../types/threads.ts";

export const threads: Feature<ThreadMethods> = feature;
export type { ThreadMethods };
