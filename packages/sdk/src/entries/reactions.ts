/** `@rondo/sdk/reactions`: reactions to messages. */
import { reactions as feature } from "../features/reactions/index.ts";
import type { Feature } from "../types/feature.ts";
import type { ReactionMethods } from "../types/reactions.ts";

export const reactions: Feature<ReactionMethods> = feature;
export type { ReactionMethods };
