import { officialSdk } from "../sdk.ts";
import { roomRows } from "./rows/rooms.ts";
import { eventsExplainState } from "./suite.ts";

const UNTOLD = "told while there is a connection only; onConnected is when to ask again";

// That one was put out of a room waits for who is away; the rest of what happens in rooms does not.
const ofRooms = roomRows.map(({ event }) => event).filter((event) => event !== "onChatroomEvent removeMember");

eventsExplainState(officialSdk(), {
  lost: Object.fromEntries([...ofRooms, "onPresenceStatusChange"].map((event) => [event, UNTOLD])),
});
