import { multipart } from "./form.ts";
import type { Scene } from "./scene.ts";

/** What a successful call of an endpoint says, besides what its path says by itself. */
export interface Example {
  /** Parameters of the path that do not mean what their names usually mean. */
  readonly params?: Readonly<Record<string, (scene: Scene) => string | Promise<string>>>;
  readonly query?: (scene: Scene) => Fields | Promise<Fields>;
  readonly body?: (scene: Scene) => unknown;
  readonly form?: (scene: Scene) => { content: string; type: string };
  /** What has to have happened before. */
  readonly before?: (scene: Scene) => Promise<unknown>;
}
type Fields = Readonly<Record<string, string>>;

/** What parameters of paths usually mean. */
export const usualParams: NonNullable<Example["params"]> = {
  user: (s) => s.token().then(() => s.user),
  member: (s) => s.token().then(() => s.user),
  peer: (s) => s.peer(),
  name: (s) => s.peer(),
  names: (s) => s.peer(),
  admin: (s) => s.peer(),
  room: (s) => s.room(),
  group: (s) => s.group(),
  thread: (s) => s.thread(),
  messageId: (s) => s.message(),
  uuid: (s) => s.parts(),
  reportId: (s) => s.report(),
  key: (s) => s.peer(),
  resource: () => "webim_my_1",
};

const peers = async (s: Scene) => ({ usernames: [await s.peer()] });
const befriended = async (s: Scene) => s.admin("POST", `/users/${await named(s)}/contacts/users/${await s.peer()}`);
const invited = async (s: Scene) => {
  const authorization = `Bearer ${await s.peerToken()}`;
  const path = `${s.app.root}/users/${s.peerName}/contacts/apply`;
  await s.world.http.send({ method: "POST", path, authorization, json: { usernames: [await named(s)] } });
};
const named = async (s: Scene) => {
  await s.token();
  return s.user;
};
const conversation = async (s: Scene) => {
  await s.message();
  return { to: s.peerName, type: "chat" };
};
const marked = async (s: Scene) => ({ mark: "mark_1", targets: [await conversation(s)] });
const silence = () => ({ type: "NONE", ignoreDuration: 60_000 });
const template = { name: (s: Scene) => s.template() };
const pattern = { title_pattern: "{0}", content_pattern: "{1}" };
const mute = async (s: Scene) => ({ ...(await peers(s)), mute_duration: 60_000 });
const isAdmin = (kind: "chatgroups" | "chatrooms") => async (s: Scene) => {
  const id = kind === "chatgroups" ? await s.group() : await s.room();
  await s.admin("POST", `/${kind}/${id}/admin`, { newadmin: await s.peer() });
};
const attributes = () => ({ metaData: { colour: "green" } });
const setBy = async (s: Scene, user: string) => {
  const path = `${s.app.root}/metadata/chatroom/${await s.room()}/user/${user}`;
  const authorization = `Bearer ${s.app.token}`;
  // Who is not in the room is refused.
  await s.world.http.send({ method: "PUT", path, authorization, json: attributes() });
};
const pinned = async (s: Scene) => ({ ...(await conversation(s)), pin_msg_id: await s.message() });
const reaction = async (s: Scene) => ({ msgId: await s.message(), message: "+1" });

const hello = { type: "txt", body: { msg: "hi" } };
const greeting = { msg: { type: "txt", msg: "hi" } };
const firstPiece = { msg: "once", seq: 0, finish: false, type: "text" };
const recallOf = async (s: Scene) => ({
  msg_id: await s.message(),
  to: await named(s),
  chat_type: "chat",
  force: true,
});

/** Of a group and of a room alike. */
const managed = (kind: "chatgroups" | "chatrooms", Kind: "Group" | "Room"): Record<string, Example> => {
  const params = { file: (s: Scene) => s.sharedFile(kind) };
  return {
    [`add${Kind}Admin`]: { body: async (s) => ({ newadmin: await s.peer() }) },
    [`remove${Kind}Admin`]: { before: isAdmin(kind) },
    [`mute${Kind}Members`]: { body: mute },
    [`add${Kind}Allowed`]: { body: peers },
    [`block${Kind}Members`]: { body: peers },
    [`set${Kind}Announcement`]: { body: () => ({ announcement: "welcome" }) },
    [`share${Kind}File`]: { form: () => multipart() },
    [`download${Kind}File`]: { params },
    [`remove${Kind}File`]: { params },
  };
};

/**
 * One example for each endpoint that needs one: those with a body, with a query that has to be given, with parameters of a
 * meaning of their own. Of all others the path is enough.
 */
export const examples: Readonly<Record<string, Example>> = {
  registerUsers: { body: (s) => ({ username: `${s.user}-new`, password: "secret" }) },
  changeUser: { body: () => ({ nickname: "Ann" }) },
  changePasswordByPost: { body: () => ({ newpassword: "secret2", oldpassword: "secret" }), before: withPassword },
  getStatusOfUsers: { body: peers },
  changePassword: { body: () => ({ newpassword: "secret2", oldpassword: "secret" }), before: withPassword },
  issueToken: {
    body: ({ app }) => ({
      grant_type: "client_credentials",
      client_id: app.clientId,
      client_secret: app.clientSecret,
    }),
  },
  setUserAttributes: { body: () => ({ nickname: "Ann" }) },
  getAttributesOfUsers: { body: async (s) => ({ targets: [await s.peer()], properties: ["nickname"] }) },

  inviteContact: { body: async (s) => ({ ...(await peers(s)), reason: "we met" }) },
  acceptContact: { before: invited },
  declineContact: { before: invited },
  setContactRemark: { before: befriended, body: () => ({ remark: "the tall one" }) },
  setContactRemarkOfUser: { before: befriended, body: () => ({ remark: "the tall one" }) },
  removeContact: { before: befriended },
  importContacts: { body: peers },
  checkContacts: { body: async (s) => ({ username: await named(s), check_list: [await s.peer()] }) },
  checkBlocklist: { body: async (s) => ({ username: await named(s), check_list: [await s.peer()] }) },
  blockUsers: { body: peers },
  blockUsersOfUser: { body: peers },
  unblockUsers: { body: peers },

  searchConversationsByMark: { query: () => ({ mark: "mark_1" }) },
  deleteConversation: {
    body: async (s) => ({ channel: await s.peer(), type: "chat", delete_roam: true }),
  },
  markConversations: { body: marked },
  unmarkConversations: { body: marked },
  pinConversation: { body: conversation },
  unpinConversation: { query: conversation },
  readHistory: { body: async (s) => ({ queue: `${await s.peer()}@easemob.com`, start: "-1", pull_number: 20 }) },
  removeMessagesById: { query: async (s) => ({ userId: await s.peer(), msgIdList: await s.message() }) },
  removeMessagesUpToTime: { query: async (s) => ({ userId: await s.peer(), delTime: "1" }) },
  removeGroupMessagesById: { query: async (s) => ({ groupId: await s.group(), msgIdList: await s.groupMessage() }) },
  removeGroupMessagesUpToTime: { query: async (s) => ({ groupId: await s.group(), delTime: "1" }) },

  publishPresence: {
    before: (s) => s.ownGroupMessage(),
    params: { status: () => "100" },
    body: () => ({ ext: "away" }),
  },
  subscribePresence: { params: { expiry: () => "60" }, body: peers },
  queryPresence: { body: peers },
  unsubscribePresence: { body: async (s) => [await s.peer()] },

  setUserNotification: { body: silence },
  setGroupNotification: { body: silence, params: { key: (s) => s.group() } },
  getGroupNotification: { params: { key: (s) => s.group() } },
  setPushLanguage: { body: () => ({ translationLanguage: "fr" }) },
  setPushTimeZone: { body: () => ({ timeZone: "Europe/Berlin" }) },
  bindPushDevice: { body: () => ({ device_id: "phone", notifier_name: "alipay", device_token: "abc" }) },
  createPushTemplate: { body: (s) => ({ name: `template${s.user}new`, ...pattern }) },
  changePushTemplate: { params: template, body: () => pattern },
  getPushTemplate: { params: template },
  removePushTemplate: { params: template },
  choosePushTemplate: { body: async (s) => ({ templateName: await s.template() }) },
  getNotifications: { query: async (s) => ({ user: await s.peer(), group: await s.group() }) },

  uploadFile: { form: () => multipart() },
  uploadPart: { form: () => multipart({ part_number: "1" }, { name: "part_file" }) },
  downloadFile: {
    params: { uuid: (s) => s.file() },
    query: async (s) => ({ "share-secret": await s.fileSecret() }),
  },

  addRoomSuperAdmin: { body: async (s) => ({ superadmin: await s.peer() }) },
  createRoom: {
    before: async (s) => s.admin("POST", "/chatrooms/super_admin", { superadmin: await named(s) }),
    body: async (s) => ({ name: "hall", owner: await named(s) }),
  },
  changeRoom: { body: () => ({ name: "lobby" }) },
  addRoomMember: { params: { name: (s) => s.guest() } },
  addRoomMembers: { body: async (s) => ({ usernames: [await s.guest()] }) },
  setRoomAttributes: { before: (s) => s.room(), body: attributes },
  forceRoomAttributes: { before: (s) => s.room(), body: attributes },
  removeRoomAttributes: { before: (s) => setBy(s, s.user), body: () => ({ keys: ["colour"] }) },
  forceRemoveRoomAttributes: { before: (s) => setBy(s, s.peerName), body: () => ({ keys: ["colour"] }) },

  addReaction: { body: reaction },
  removeReaction: {
    before: async (s) => s.admin("POST", `/reaction/user/${await named(s)}`, await reaction(s)),
    query: reaction,
  },
  listReactions: { query: async (s) => ({ msgIdList: await s.message() }) },
  getReaction: { query: reaction },
  listPinnedMessages: { query: conversation },
  pinMessage: { body: pinned },
  unpinMessage: {
    before: async (s) => s.admin("POST", `/sdk/user/${await named(s)}/user_channel/pin`, await pinned(s)),
    body: pinned,
  },

  createThread: {
    body: async (s) => ({
      name: "more",
      msg_id: await s.groupMessage(),
      group_id: await s.group(),
      owner: await named(s),
    }),
  },
  renameThread: { body: () => ({ name: "much more" }) },
  listLastThreadMessages: { body: async (s) => ({ threadIds: [await s.thread()] }) },

  translateText: { body: () => ({ text: "hello", to: ["fr"] }) },
  transcribeAttachment: { body: async (s) => ({ data: { fileId: await s.file(), username: await named(s) } }) },
  transcribeRecording: { before: named, form: (s) => multipart({ username: s.user }) },
  listRtcUsers: { body: () => ({ data: [1] }) },
  issueTokenForAlipay: { body: () => ({ authCode: "4b203fe6" }) },
  reportAlipaySubscription: { body: () => ({ templateId: "ac768fca", agreed: true }) },
  reportMessage: { body: () => ({ reportType: "spam", reportReason: "it is" }) },
  changeReport: { body: () => ({ state: "handled" }) },
  searchMessages: { query: () => ({ word: "met" }) },

  sendToUsers: { body: async (s) => ({ ...hello, from: await named(s), to: [await s.peer()] }) },
  sendToGroups: { body: async (s) => ({ ...hello, to: [await s.group()] }) },
  sendToMembersOfGroups: { body: async (s) => ({ ...hello, to: [await s.group()], users: [await s.peer()] }) },
  sendToRooms: { body: async (s) => ({ ...hello, to: [await s.room()] }) },
  sendToMembersOfRooms: { body: async (s) => ({ ...hello, to: [await s.room()], users: [await s.peer()] }) },
  sendMessage: {
    body: async (s) => ({ target_type: "users", target: [await s.peer()], msg: { type: "txt", msg: "hi" } }),
  },
  importUserMessage: { body: async (s) => ({ ...hello, from: await named(s), target: await s.peer() }) },
  importGroupMessage: { body: async (s) => ({ ...hello, from: await named(s), target: await s.group() }) },
  broadcastToUsers: { body: () => ({ ...greeting, target_type: "users" }) },
  broadcastToOnline: { body: () => greeting },
  broadcastToRooms: { body: () => greeting },
  recallMessage: { body: recallOf },
  recallMessages: { body: async (s) => ({ msgs: [await recallOf(s)] }) },
  recallMessagesOfOld: { body: async (s) => ({ msgs: [await recallOf(s)] }) },
  rewriteMessage: {
    params: { id: (s) => s.message() },
    body: () => ({ new_msg: { type: "txt", msg: "better met" } }),
  },
  streamToUser: { body: async (s) => ({ to: await s.peer(), body: firstPiece }) },
  streamToGroup: { body: async (s) => ({ to: await s.group(), body: firstPiece }) },

  createGroup: { body: async (s) => ({ groupname: "friends", owner: await named(s), members: [await s.peer()] }) },
  modifyGroup: { body: () => ({ groupname: "enemies" }) },
  readGroups: { params: { ids: (s) => s.group() } },
  leaveGroup: { params: { id: (s) => s.groupOfPeer() } },
  putIntoGroup: { params: { name: (s) => s.guest() } },
  putManyIntoGroup: { body: async (s) => ({ usernames: [await s.guest()] }) },
  inviteToGroup: { body: async (s) => ({ usernames: [await s.guest()] }) },
  answerGroupInvitation: {
    params: { id: (s) => s.groupThatInvites() },
    body: async (s) => ({ invitee: await named(s), verifyResult: true }),
  },
  applyToGroup: { params: { id: (s) => s.groupToJoin() }, body: () => ({ message: "let me in" }) },
  answerGroupApplication: { body: async (s) => ({ applicant: await s.guest(), verifyResult: false }) },
  setGroupMemberAttributes: { before: (s) => s.group(), body: attributes },
  setGroupMemberAttributesByServer: { before: (s) => s.group(), body: attributes },
  setAttributesOfGroupMembers: { body: async (s) => [{ username: await s.peer(), metadata: { colour: "green" } }] },
  readGroupMemberAttributesByServer: { body: async (s) => ({ targets: [await s.peer()] }) },
  readGroupMemberAttributes: { body: async (s) => ({ targets: [await s.peer()] }) },
  listGroupMessageReaders: { params: { message: (s) => s.ownGroupMessage() } },
  ...managed("chatgroups", "Group"),
  ...managed("chatrooms", "Room"),
};

async function withPassword(s: Scene): Promise<void> {
  await s.token();
  await s.admin("PUT", `/users/${s.user}/password`, { newpassword: "secret" });
  // The old one went with the change.
  s.forgetToken();
}
