import type { CallParts } from "./calls.ts";
import type { Standpoint } from "./cast.ts";

/** What is different in one use of an endpoint. */
type Use = (scene: Standpoint) => Promise<Partial<CallParts>>;

const body =
  (value: unknown): Use =>
  async () => ({ body: value });
const params =
  (given: CallParts["params"]): Use =>
  async () => ({ params: given });

const pin = async (scene: Standpoint) => ({
  to: await scene.group(),
  type: "groupchat",
  pin_msg_id: await scene.groupMessage(),
});
const history =
  (place: "group" | "room" | "thread"): Use =>
  async (scene) => ({
    body: { queue: `${await scene[place]()}@conference.easemob.com`, start: "-1", pull_number: 20 },
  });

export const uses: Readonly<Record<string, Use>> = {
  "modifyGroup/size": body({ maxusers: 300 }),
  "modifyGroup/owner": body({ newowner: "target" }),
  "inviteToGroup/open": async (scene) => {
    await scene.admin("PUT", `/chatgroups/${await scene.group()}`, { allowinvites: true });
    return {};
  },
  "answerGroupInvitation/others": body({ invitee: "target", verifyResult: true }),
  "setGroupMemberAttributes/others": params({ member: "target" }),
  "isGroupAllowed/own": async (scene) => ({ params: { name: scene.user } }),
  "pinMessage/group": async (scene) => ({ body: await pin(scene) }),
  "unpinMessage/group": async (scene) => {
    const pinned = await pin(scene);
    await scene.admin("POST", "/sdk/user/target/user_channel/pin", pinned);
    return { body: pinned };
  },
  "listPinnedMessages/group": async (scene) => ({ query: { to: await scene.group(), type: "groupchat" } }),
  "addReaction/group": async (scene) => ({ body: { msgId: await scene.groupMessage(), message: "+1" } }),
  "getReaction/group": async (scene) => ({ query: { msgId: await scene.groupMessage(), message: "+1" } }),
  "reportMessage/group": async (scene) => ({ params: { messageId: await scene.groupMessage() } }),
  "readHistory/group": history("group"),

  "changeRoom/owner": body({ newowner: "target" }),
  "isRoomAllowed/own": async (scene) => ({ params: { name: scene.user } }),
  "listPinnedMessages/room": async (scene) => ({ query: { to: await scene.room(), type: "chatroom" } }),
  "readHistory/room": history("room"),

  "readHistory/thread": history("thread"),
};
