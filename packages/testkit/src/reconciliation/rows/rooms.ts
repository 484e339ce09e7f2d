/** Chat rooms, as somebody in them sees them. */
import { idsOf } from "../../conformance/flows/group-cast.ts";
import type { Person } from "../../people/person.ts";
import { ASK, ASK_AGAIN, type Cast, type Payload, type Row, sorted, type View, withAll, without } from "../explain.ts";

const HOUR_MS = 3_600_000;

async function data<T = Payload>(who: Person, method: string, options: object): Promise<T> {
  return (await who.call<{ data: T }>(method, options)).data;
}

const joinedRooms = async (who: Person): Promise<string[]> =>
  sorted(
    (await data<Array<{ id: string }>>(who, "getJoinedChatRooms", { pageNum: 1, pageSize: 100 })).map(({ id }) => id),
  );

async function roomView(who: Person, chatRoomId: string): Promise<View> {
  const [room = {}] = await data<Payload[]>(who, "getChatRoomDetails", { chatRoomId });
  const users = (room.affiliations as Payload[]).map(({ owner, member }) => owner ?? member);
  return {
    name: room.name,
    description: room.description,
    owner: room.owner,
    mutedAll: room.mute,
    count: room.affiliations_count,
    members: sorted(users),
    admins: sorted(await data<string[]>(who, "getChatRoomAdmin", { chatRoomId })),
    isMuted: await data(who, "isInChatRoomMutelist", { chatRoomId }),
    isAllowed: (await data(who, "isInChatRoomAllowlist", { chatRoomId, userName: who.id })).white,
    announcement: (await data(who, "fetchChatRoomAnnouncement", { roomId: chatRoomId })).announcement,
    files: (await data<Payload[]>(who, "getChatRoomSharedFilelist", { roomId: chatRoomId })).map(
      ({ file_id }) => file_id,
    ),
    attributes: await data(who, "getChatRoomAttributes", { chatRoomId }),
  };
}

function applyTo(me: string, view: View, event: Payload): View {
  const { userId, from, attributes } = event;
  switch (event.operation) {
    case "updateInfo":
      return { ...view, name: ASK, description: ASK };
    case "memberPresence":
      return { ...view, members: withAll(view.members, from), count: event.memberCount };
    case "memberAbsence":
      return { ...view, members: without(view.members, from), count: event.memberCount };
    case "setAdmin":
      // Told to whom it befalls, and to nobody else. Administrators speak like those on the list.
      return { ...view, admins: withAll(view.admins, userId), isAllowed: true };
    case "removeAdmin":
      return { ...view, admins: without(view.admins, me), isAllowed: ASK };
    case "muteMember":
      return { ...view, isMuted: true };
    case "unmuteMember":
      return { ...view, isMuted: false };
    case "addUserToAllowlist":
      return { ...view, isAllowed: true };
    case "removeAllowlistMember":
      return { ...view, isAllowed: false };
    case "muteAllMembers":
      return { ...view, mutedAll: true };
    case "unmuteAllMembers":
      return { ...view, mutedAll: false };
    case "updateAnnouncement":
      return { ...view, announcement: event.announcement };
    case "deleteAnnouncement":
      return { ...view, announcement: "" };
    case "uploadFile":
    case "deleteFile":
      return { ...view, files: ASK };
    case "updateChatRoomAttributes":
      return { ...view, attributes: { ...(view.attributes as object), ...attributes } };
    case "removeChatRoomAttributes": {
      const kept = Object.entries(view.attributes as object).filter(([key]) => !(attributes as string[]).includes(key));
      return { ...view, attributes: Object.fromEntries(kept) };
    }
    default:
      return view;
  }
}

/** In the room again: what comes with it is known, and nothing was told of the rest. */
function back(view: View, info: Payload): View {
  const parts = Object.keys(view).map((part) => [part, ASK_AGAIN]);
  return {
    ...Object.fromEntries(parts),
    mutedAll: info.isAllMembersMuted,
    count: info.memberCount,
    isMuted: info.muteExpireTimestamp > 0,
    isAllowed: info.isInAllowlist,
  };
}

type Act = (at: Cast & { room: string }) => Promise<unknown>;

/** Alice owns it, bob and carol are in it. */
async function hall({ admin, alice, bob, carol }: Cast): Promise<string> {
  const body = { name: "hall", description: "for all", maxusers: 50, owner: alice.id, members: [] };
  const { id } = (await admin.expect("POST", "/chatrooms", body)).data as { id: string };
  for (const each of [bob, carol]) await each.call("joinChatRoom", { roomId: id });
  return id;
}

function happening(operation: string, act: Act, before?: Act): Row {
  return {
    event: `onChatroomEvent ${operation}`,
    async begin(cast) {
      const { alice, bob } = cast;
      const room = await hall(cast);
      await before?.({ ...cast, room });
      // What is told to a room arrives in its order.
      const announcement = `quiet in ${room}`;
      await alice.call("updateChatRoomAnnouncement", { roomId: room, announcement });
      await bob.waitFor<Payload>("onChatroomEvent", (event) => event.announcement === announcement);
      return {
        observer: bob,
        read: () => roomView(bob, room),
        act: () => act({ ...cast, room }),
        apply: (view, event) => (event.id === room ? applyTo(bob.id, view, event) : view),
        instead: { onChatroomRejoined: (view, event) => (event.id === room ? back(view, event.info) : view) },
      };
    },
  };
}

function leaving(operation: string, act: Act): Row {
  return {
    event: `onChatroomEvent ${operation}`,
    async begin(cast) {
      const { bob } = cast;
      const room = await hall(cast);
      return {
        observer: bob,
        read: async () => ({ joined: await joinedRooms(bob) }),
        act: () => act({ ...cast, room }),
        apply: (view, event) => (event.operation === operation ? { joined: without(view.joined, event.id) } : view),
        instead: { onChatroomLost: (view, event) => ({ joined: without(view.joined, event.id) }) },
      };
    },
  };
}

/** Something that alice does in the room. */
const alices =
  (method: string, more: (at: Cast & { room: string }) => object = () => ({})): Act =>
  (at) =>
    at.alice.call(method, { chatRoomId: at.room, ...more(at) });

const announce =
  (announcement: string): Act =>
  ({ alice, room }) =>
    alice.call("updateChatRoomAnnouncement", { roomId: room, announcement });

const bobAs = ({ bob }: Cast) => ({ username: bob.id });
const addAdmin = alices("setChatRoomAdmin", bobAs);
const mute = alices("muteChatRoomMember", (at) => ({ ...bobAs(at), muteDuration: HOUR_MS }));
const allow = alices("addUsersToChatRoomAllowlist", ({ bob }) => ({ users: [bob.id] }));
const muteAll = alices("disableSendChatRoomMsg");
const attributes: Act = ({ carol, room }) =>
  carol.call("setChatRoomAttributes", { chatRoomId: room, attributes: { song: "one", hat: "red" } });
const upload: Act = ({ carol, room }) =>
  carol.shareFile("room", room, { bytes: new Uint8Array([1, 2]), filename: "a.bin", filetype: "text/plain" });

export const roomRows: Row[] = [
  leaving("destroy", ({ admin, room }) => admin.expect("DELETE", `/chatrooms/${room}`)),
  leaving("removeMember", alices("removeChatRoomMember", bobAs)),
  happening(
    "updateInfo",
    alices("modifyChatRoom", () => ({ chatRoomName: "great hall", description: "for more" })),
  ),
  happening("memberPresence", ({ tablet, admin, room, ...cast }) => arrivesIn({ tablet, admin, ...cast }, room)),
  happening("memberAbsence", ({ carol, room }) => carol.call("leaveChatRoom", { roomId: room })),
  happening("setAdmin", addAdmin),
  happening("removeAdmin", alices("removeChatRoomAdmin", bobAs), addAdmin),
  happening("muteMember", mute),
  happening("unmuteMember", alices("unmuteChatRoomMember", bobAs), mute),
  happening("addUserToAllowlist", allow),
  happening(
    "removeAllowlistMember",
    alices("removeChatRoomAllowlistMember", ({ bob }) => ({ userName: bob.id })),
    allow,
  ),
  happening("muteAllMembers", muteAll),
  happening("unmuteAllMembers", alices("enableSendChatRoomMsg"), muteAll),
  happening("updateAnnouncement", announce("今晚八点")),
  happening("deleteAnnouncement", announce("")),
  happening("uploadFile", upload),
  happening(
    "deleteFile",
    async ({ alice, room }) => {
      const [first] = await data<Payload[]>(alice, "getChatRoomSharedFilelist", { roomId: room });
      await alice.call("deleteChatRoomSharedFile", { roomId: room, fileId: first.file_id });
    },
    upload,
  ),
  happening("updateChatRoomAttributes", attributes),
  happening(
    "removeChatRoomAttributes",
    ({ carol, room }) => carol.call("removeChatRoomAttributes", { chatRoomId: room, attributeKeys: ["song"] }),
    attributes,
  ),
];

/** Two come in, one of them brought. */
async function arrivesIn(cast: Cast, room: string): Promise<void> {
  const [dave, erin] = [await cast.arrive("dave"), await cast.arrive("erin")];
  await dave.call("joinChatRoom", { roomId: room });
  await cast.alice.call("addUsersToChatRoom", { chatRoomId: room, users: idsOf([erin]) });
}
