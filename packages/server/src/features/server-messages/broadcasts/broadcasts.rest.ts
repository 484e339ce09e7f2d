import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { isObject } from "../../messages/index.ts";
import { isMissing, type Members, membersOf, senderIn } from "../members.ts";
import { priorityIn } from "../sending/priority.ts";
import type { BroadcastService } from "./broadcasts.service.ts";
import type { BroadcastAudience } from "./broadcasts.store.ts";

const audiences: ReadonlyArray<{ audience: BroadcastAudience; name: string; path: string; summary: string }> = [
  { audience: "users", name: "broadcastToUsers", path: "", summary: "A message to every user (BCT-01)" },
  { audience: "online", name: "broadcastToOnline", path: "/users", summary: "A message to who is online now (BCT-02)" },
  { audience: "rooms", name: "broadcastToRooms", path: "/chatrooms", summary: "A message to every chat room (BCT-03)" },
];

/** Messages to everybody (BCT-01 to BCT-03). */
export function broadcastEndpoints(service: BroadcastService): Endpoint[] {
  return audiences.map(({ audience, name, path, summary }) =>
    endpoint({
      name,
      method: "POST",
      path: `/messages${path}/broadcast`,
      summary,
      access: "app",
      body: Type.Unknown({
        description: "from, msg { type and the members of its body }, ext, target_type, chatroom_msg_level",
      }),
      async handle({ appKey, body }) {
        const members = membersOf(body);
        check(members, audience);
        const msg = isMissing(members.msg) ? {} : membersOf(members.msg);
        const wish = {
          app: appKey,
          audience,
          from: senderIn(members),
          message: { type: msg.type, body: isMissing(members.msg) ? undefined : msg, ext: members.ext },
          priority: priorityIn(members),
        };
        return { data: { id: await service.begin(wish) } };
      },
    }),
  );
}

/** Refused here with another type of error than elsewhere. @throws AppError INVALID_ARGUMENT. */
function check({ from, ext, target_type: target }: Members, audience: BroadcastAudience): void {
  if (from === "") throw new AppError("INVALID_ARGUMENT", "from can't be empty");
  if (ext !== undefined && !isObject(ext)) throw new AppError("INVALID_ARGUMENT", "ext must be JSONObject");
  if (audience !== "users") return;
  if (isMissing(target)) throw new AppError("INVALID_ARGUMENT", "target_type must be provided");
  if (target !== "users") throw new AppError("INVALID_ARGUMENT", "target_type can only be 'users'");
}
