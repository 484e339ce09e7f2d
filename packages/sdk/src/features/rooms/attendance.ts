import {
  conferenceJid,
  decode,
  embed,
  MetaNameSpace,
  MucBody,
  MucBodyOperation,
  USER_DOMAIN,
  userJid,
} from "@rondo/protocol";
import { type AsyncResult, isText, refuse } from "../../core/calls.ts";
import type { Client, SendAck } from "../../core/client.ts";
import type { Given } from "../../core/operations.ts";

/** Joining and leaving go over the socket (MSync 4.8): who is in a room is who is connected. */
export async function attend(client: Client, params: Given, comes: boolean): Promise<AsyncResult> {
  const { roomId, ext = "", leaveOtherRooms = false } = params || {};
  if (!isText(roomId)) refuse('Invalid parameter: "roomId"');
  if (typeof ext !== "string") refuse('Invalid parameter: "ext"');
  if (typeof leaveOtherRooms !== "boolean") refuse('Invalid parameter: "leaveOtherRooms"');
  const { appKey } = client.config;
  const user = client.identity?.user ?? "";
  const ack = await client.uplink.send({
    id: client.newLocalId(),
    from: userJid(appKey, user),
    to: { domain: USER_DOMAIN },
    ns: MetaNameSpace.MUC,
    payload: embed(MucBody, {
      mucId: conferenceJid(appKey, roomId),
      operation: comes ? MucBodyOperation.JOIN : MucBodyOperation.LEAVE,
      from: { name: user },
      isChatroom: true,
      ...(comes ? { ext, leaveOtherRooms } : {}),
    }),
  });
  const done = comes ? { action: "apply", id: roomId, result: true, user, info: infoIn(ack, user) } : { result: true };
  return { type: 0, data: done };
}

/** The state of the room, which comes with the ack of a join; empty when the server says nothing of it. */
function infoIn({ metas }: SendAck, user: string): object {
  const payload = metas[0]?.ns === MetaNameSpace.MUC ? metas[0].payload : undefined;
  const text = payload && decode(MucBody, payload).status?.chatroomInfo;
  // Written by the server; what is missing stays so.
  const said = text ? (JSON.parse(text) as Record<string, Record<string, unknown> | undefined>)[user] : undefined;
  if (!said) return {};
  return {
    isAllMembersMuted: said.is_all_mute,
    createTimestamp: said.create_timestamp,
    isInAllowlist: said.is_in_white_list,
    memberCount: said.member_count,
    muteExpireTimestamp: said.mute_duration || -1,
  };
}
