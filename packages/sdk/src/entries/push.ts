/** `@rondo/sdk/push`: silent modes, and devices for notices. */
import { push as feature } from "../features/push/index.ts";
import type { Feature } from "../types/feature.ts";
import type { PushMethods } from "../types/push.ts";

export const push: Feature<PushMethods> = feature;
export type { PushMethods };
