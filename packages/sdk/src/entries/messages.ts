/** `@rondo/sdk/messages`: the feature, and `message` to make messages with. */
import { messages as feature, LegacyMessage } from "../features/messages/index.ts";
import type { MessageConstructor } from "../types/create-messages.ts";
import type { Feature } from "../types/feature.ts";
import type { MessageMethods } from "../types/methods.ts";

// Inside, a message of any type is one shape whose members are looked at when they are needed; the public types say for
// each type what it has.
export const messages = feature as unknown as Feature<MessageMethods>;
export const message = LegacyMessage as unknown as MessageConstructor;
export type { MessageConstructor, MessageMethods };
