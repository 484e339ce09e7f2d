import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import type { InvitationService } from "./invitations.service.ts";

const MAX_REASON_LENGTH = 1024;

const OwnPath = Type.Object({ user: Type.String() });
const PeerPath = Type.Object({ user: Type.String(), peer: Type.String() });

/** Inviting, accepting, declining (CONT-3, 4, 5). */
export function invitationEndpoints(service: InvitationService): Endpoint[] {
  return [
    endpoint({
      name: "inviteContact",
      method: "POST",
      path: "/users/:user/contacts/apply",
      summary: "Ask somebody to become a contact (CONT-3)",
      access: "self",
      params: OwnPath,
      body: Type.Object({
        usernames: Type.Array(Type.String(), { minItems: 1, maxItems: 1 }),
        reason: Type.Optional(Type.Union([Type.String({ maxLength: MAX_REASON_LENGTH }), Type.Null()])),
      }),
      async handle(call) {
        const [name = ""] = call.body.usernames;
        await service.invite(actorOf(call), name, call.body.reason ?? undefined);
        return { entities: [] };
      },
    }),
    endpoint({
      name: "acceptContact",
      method: "POST",
      path: "/users/:user/contacts/accept/users/:peer",
      summary: "Accept somebody's invitation (CONT-4)",
      access: "self",
      params: PeerPath,
      async handle(call) {
        await service.accept(actorOf(call), call.params.peer);
        return { entities: [] };
      },
    }),
    endpoint({
      name: "declineContact",
      method: "POST",
      path: "/users/:user/contacts/decline/users/:peer",
      summary: "Decline somebody's invitation (CONT-5)",
      access: "self",
      params: PeerPath,
      async handle(call) {
        await service.decline(actorOf(call), call.params.peer);
        return { entities: [] };
      },
    }),
  ];
}
