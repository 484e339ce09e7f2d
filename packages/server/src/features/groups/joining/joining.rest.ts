import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import { toNames } from "../names.ts";
import type { ApplicationService } from "./applications.service.ts";
import type { InvitationService } from "./invitations.service.ts";

const MAX_REASON_LENGTH = 1024;

const GroupPath = Type.Object({ id: Type.String() });
const Reason = Type.Optional(Type.Union([Type.String({ maxLength: MAX_REASON_LENGTH }), Type.Null()]));

/** Coming into groups: being invited, applying, and the answers (GRP-10 to GRP-13). */
export function joiningEndpoints(services: {
  invitations: InvitationService;
  applications: ApplicationService;
}): Endpoint[] {
  const { invitations, applications } = services;
  return [
    endpoint({
      name: "inviteToGroup",
      method: "POST",
      path: "/chatgroups/:id/invite",
      summary: "Bring users into a group, or ask them to come (GRP-10)",
      access: "user",
      params: GroupPath,
      body: Type.Object({ usernames: Type.Array(Type.String()) }),
      async handle(call) {
        const { id } = call.params;
        const results = await invitations.invite(actorOf(call), id, toNames(call.body.usernames));
        return {
          data: results.map(({ user, reason }) => ({
            action: "invite",
            id,
            user,
            result: reason === undefined,
            ...(reason === undefined ? {} : { reason }),
          })),
        };
      },
    }),
    endpoint({
      name: "answerGroupInvitation",
      method: "POST",
      path: "/chatgroups/:id/invite_verify",
      summary: "Accept or decline an invitation to a group (GRP-13)",
      access: "user",
      params: GroupPath,
      body: Type.Object({ invitee: Type.String(), verifyResult: Type.Boolean() }),
      async handle(call) {
        const { id } = call.params;
        const { invitee, verifyResult: isAccepted } = call.body;
        await invitations.answer(actorOf(call), id, { invitee, isAccepted });
        return { data: { action: "invite_verify", id, user: invitee.toLowerCase(), result: true } };
      },
    }),
    endpoint({
      name: "applyToGroup",
      method: "POST",
      path: "/chatgroups/:id/apply",
      summary: "Join a public group, or ask to (GRP-11)",
      access: "user",
      params: GroupPath,
      body: Type.Object({ message: Reason }),
      async handle(call) {
        const actor = actorOf(call);
        const { user } = actor;
        // The application has no user that could join.
        if (user === undefined) throw new AppError("FORBIDDEN");
        const { id } = call.params;
        await applications.apply({ ...actor, user }, id, call.body.message ?? "");
        return { data: { action: "apply", id, user, result: true } };
      },
    }),
    endpoint({
      name: "answerGroupApplication",
      method: "POST",
      path: "/chatgroups/:id/apply_verify",
      summary: "Accept or decline who wants to join a group (GRP-12)",
      access: "user",
      params: GroupPath,
      body: Type.Object({ applicant: Type.String(), verifyResult: Type.Boolean(), reason: Reason }),
      async handle(call) {
        const { id } = call.params;
        const { applicant, verifyResult: isAccepted, reason } = call.body;
        const answer = { applicant, isAccepted, reason: reason ?? "" };
        const user = await applications.answer(actorOf(call), id, answer);
        return { data: { action: "apply_verify", id, user, result: true, ...(reason ? { reason } : {}) } };
      },
    }),
  ];
}
