import type { AsyncResult } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import type { Given } from "../../core/operations.ts";
import type { Status } from "../../core/session.ts";
import { attend } from "./attendance.ts";

interface Place {
  readonly ext: unknown;
  /** We have asked to be let in again since the application did. */
  isBack?: boolean;
  /** What asks at this moment. */
  asking?: object | undefined;
}

/**
 * Joining and leaving, and being in the same rooms after a reconnect as before. The server keeps a place for two minutes and
 * joining again is then no news for anybody; after longer it is a join like the first, with the same ext.
 *
 * The joins are given to the outbox when the connection is lost: so they go out ahead of what is said in the rooms
 * meanwhile, and as often as it takes, but as one.
 */
export function returningMethods(client: Client) {
  const { events } = client;
  const places = new Map<string, Place>();
  let isAway = false;

  const rejoin = (roomId: string, place: Place): void => {
    const asking = {};
    place.asking = asking;
    place.isBack = true;
    attend(client, { roomId, ext: place.ext }, true).then(
      ({ data }) => {
        if (place.asking !== asking) return;
        place.asking = undefined;
        if (places.get(roomId) !== place) return;
        // Hosts may tell late what has been answered: the connection is lost again.
        if (isAway) rejoin(roomId, place);
        // What happened in the room meanwhile nobody tells any more.
        else events.emitModern("onChatroomRejoined", { id: roomId, info: (data as { info: object }).info });
      },
      (error: unknown) => {
        // Otherwise the connection has ended, or the application has left or joined itself in the meantime.
        if (place.asking !== asking || places.get(roomId) !== place) return;
        places.delete(roomId);
        events.emitModern("onChatroomLost", { id: roomId, error });
      },
    );
  };

  // Before all handlers of the application, which may join and leave.
  events.add("rondo:rooms", {
    onStatusChange: (status: Status) => {
      if (status.is === "connecting" && status.isLogin) places.clear();
      isAway = status.is === "waiting" || (isAway && status.is === "connecting");
      places.forEach((place, id) => {
        if (status.is === "closed") place.asking = undefined;
        if (isAway && !place.asking) rejoin(id, place);
      });
    },
    onChatroomEvent: ({ operation, id }: { operation: string; id: string }) => {
      if (operation !== "destroy" && operation !== "removeMember") return;
      const isBack = places.get(id)?.isBack;
      places.delete(id);
      // Thrown out while the connection was away: what is told of it now was before we came in again.
      if (isBack && operation === "removeMember") attend(client, { roomId: id }, false).catch(() => {});
    },
  });

  return {
    join: async (params: Given): Promise<AsyncResult> => {
      const joined = await attend(client, params, true);
      const { roomId, ext, leaveOtherRooms } = params;
      if (leaveOtherRooms) places.clear();
      places.set(roomId as string, { ext }); // a text, or it had been refused
      return joined;
    },
    leave: async (params: Given): Promise<AsyncResult> => {
      const forget = (): boolean => places.delete(params?.roomId as string); // anything else is no key
      forget();
      const left = await attend(client, params, false);
      // A join that was under way has put it there again.
      forget();
      return left;
    },
  };
}
