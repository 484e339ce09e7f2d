/** `@rondo/sdk/rooms`: chat rooms and what is told of them. */
import { rooms as feature } from "../features/rooms/index.ts";
import type { Feature } from "../types/feature.ts";
import type { ChatRoomMethods } from "../types/rooms.ts";

export const rooms: Feature<ChatRoomMethods> = feature;
export type { ChatRoomMethods };
