/** `@rondo/sdk/texts`: messages without files, for programs that need no others; in place of `@rondo/sdk/messages`. */
import { create } from "../features/messages/create.ts";
import { texts as feature } from "../features/messages/texts.ts";
import type { MessageConstructor } from "../types/create-messages.ts";
import type { Feature } from "../types/feature.ts";
import type { MessageMethods } from "../types/methods.ts";

export type TextMethods = Pick<MessageMethods, "send">;

// As for `messages`: the public types say for each type of message what it has, and inside all are one shape.
export const texts = feature as unknown as Feature<TextMethods>;
export const message = { create } as unknown as Pick<MessageConstructor, "create">;
