/** `@rondo/sdk/devices`: the user's other devices. */
import { devices as feature } from "../features/devices/index.ts";
import type { Feature } from "../types/feature.ts";
import type { DeviceMethods } from "../types/methods.ts";

export const devices: Feature<DeviceMethods> = feature;
export type { DeviceMethods };
