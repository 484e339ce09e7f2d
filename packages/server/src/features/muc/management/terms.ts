import type { MucType } from "../muc.ts";

/** What groups and rooms call themselves, and where they differ from outside. */
export interface Terms {
  readonly type: MucType;
  /** The first segment of their paths. */
  readonly path: "chatgroups" | "chatrooms";
  /** In the names of endpoints. */
  readonly Name: "Group" | "Room";
  /** In sentences that clients compare. */
  readonly noun: "group" | "chatroom";
  readonly notMembers: "GROUP_NOT_MEMBERS" | "ROOM_NOT_MEMBERS";
  /** The id in an answer about a user on a list. Clients add theirs; those of the application's server read these. */
  readonly listed: (id: string) => Readonly<Record<string, string>>;
  /** The id in an answer about a shared file that is gone. */
  readonly fileHolder: "group_id" | "id";
  /** Whether owner and administrators are told what befalls a member; the member always is. */
  readonly tellsManagers: boolean;
  /** Of a list of shared files that names none. */
  readonly filePageSize: number;
}

export const groupTerms: Terms = {
  type: "group",
  path: "chatgroups",
  Name: "Group",
  noun: "group",
  notMembers: "GROUP_NOT_MEMBERS",
  listed: (id) => ({ groupid: id }),
  fileHolder: "group_id",
  tellsManagers: true,
  filePageSize: 1000,
};

export const roomTerms: Terms = {
  type: "room",
  path: "chatrooms",
  Name: "Room",
  noun: "chatroom",
  notMembers: "ROOM_NOT_MEMBERS",
  listed: (id) => ({ id, chatroomid: id }),
  fileHolder: "id",
  tellsManagers: false,
  // Clients cannot page it: they are shown all there is.
  filePageSize: 10_000,
};
