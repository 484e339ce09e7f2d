/** `@rondo/sdk/users`: accounts and attributes of users. */
import { users as feature } from "../features/users/index.ts";
import type { Feature } from "../types/feature.ts";
import type { UserMethods } from "../types/methods.ts";

export const users: Feature<UserMethods> = feature;
export type { UserMethods };
