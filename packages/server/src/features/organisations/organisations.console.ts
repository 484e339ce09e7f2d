/** The calls of the console about organisations, members and the operation log (SPEC.md, OR and OL). */
import { type ConsoleEndpoint, consoleEndpoint } from "../../kernel/console.ts";
import type { Operations } from "../operations/index.ts";
import type { Members } from "./members.service.ts";
import type { Organisations } from "./organisations.service.ts";

const PAGE = 20;

export function organisationEndpoints(deps: {
  organisations: Organisations;
  members: Members;
  operations: Operations;
}): readonly ConsoleEndpoint[] {
  const { organisations, operations } = deps;
  return [
    ...memberEndpoints(deps.members),
    consoleEndpoint("createOrganisation", ({ actor, caller, body }) => {
      const { name, title } = body;
      return organisations.create(actor, { name, title, ownerId: caller.accountId }, { claim: false });
    }),
    consoleEndpoint("getOrganisation", ({ params }) => organisations.get(params.org)),
    consoleEndpoint("changeOrganisation", ({ actor, params, body }) =>
      organisations.rename(actor, params.org, body.title),
    ),
    consoleEndpoint("listOperations", async ({ params, query }) => {
      const { app, accountId, action, since, until, cursor, limit = PAGE } = query;
      const members = await organisations.memberIds(params.org);
      const filter = { app, accountId, action, since, until };
      return operations.list({ ...filter, org: params.org, members, before: cursor, limit });
    }),
  ];
}

function memberEndpoints(members: Members): readonly ConsoleEndpoint[] {
  return [
    consoleEndpoint("listMembers", async ({ params }) => ({ items: await members.list(params.org) })),
    consoleEndpoint("inviteMember", ({ actor, params, body, baseUrl }) => {
      const { email, role, remark = "" } = body;
      return members.invite(actor, params.org, { email, role, remark, base: baseUrl });
    }),
    consoleEndpoint("resendInvitation", ({ actor, params, baseUrl }) =>
      members.resend(actor, params.org, { id: params.member, base: baseUrl }),
    ),
    consoleEndpoint("changeMember", ({ actor, params, body }) =>
      members.change(actor, params.org, { id: params.member, role: body.role, remark: body.remark }),
    ),
    consoleEndpoint("removeMember", async ({ actor, params }) => {
      await members.remove(actor, params.org, params.member);
      return {};
    }),
    consoleEndpoint("getInvitation", async ({ body }) => {
      const { email, role, org, title, invitedBy, needsPassword, expiresAt } = await members.look(body.token);
      return { email, role, organisation: { name: org, title }, invitedBy, needsPassword, expiresAt };
    }),
    consoleEndpoint("acceptInvitation", ({ body, address }) => {
      const { password, name, language } = body;
      return members.accept(body.token, { password, name, language, address });
    }),
  ];
}
