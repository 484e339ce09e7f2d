/** `@rondo/sdk/shared-files`: files that members of groups and rooms share. */
import { sharedFiles as feature } from "../features/shared-files/index.ts";
import type { Feature } from "../types/feature.ts";
import type { SharedFileMethods } from "../types/shared-files.ts";

export const sharedFiles: Feature<SharedFileMethods> = feature;
export type { SharedFileMethods };
