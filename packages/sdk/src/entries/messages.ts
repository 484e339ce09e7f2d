/** `@rondo/sdk/messages`: the feature, and `message` to make messages with. */
export { LegacyMessage as message, type MessageMethods, messages } from "../features/messages/index.ts";
export type * from "../features/messages/types.ts";
