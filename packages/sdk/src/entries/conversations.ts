/** `@rondo/sdk/conversations`: lists, pins and marks of conversations. */
import { conversations as feature } from "../features/conversations/index.ts";
import type { Feature } from "../types/feature.ts";
import type { ConversationMethods } from "../types/methods.ts";

export const conversations: Feature<ConversationMethods> = feature;
export type { ConversationMethods };
