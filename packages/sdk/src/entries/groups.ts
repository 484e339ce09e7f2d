/** `@rondo/sdk/groups`: groups, their members and what is told of them. */
import { groups as feature } from "../features/groups/index.ts";
import type { Feature } from "../types/feature.ts";
import type { GroupMethods } from "../types/groups.ts";

export const groups: Feature<GroupMethods> = feature;
export type { GroupMethods };
