/** Organisations, their members, and the log of what was changed. */
import { type Static, Type } from "typebox";
import {
  Body,
  Email,
  Nothing,
  OrganisationName,
  OrNull,
  Page,
  PageQuery,
  Role,
  ShownLink,
  Timestamp,
  Title,
} from "./common.ts";

const Remark = Type.String({ maxLength: 200 });

export const Organisation = Type.Object({
  name: OrganisationName,
  title: Title,
  apps: Type.Integer({ description: "How many it has." }),
  members: Type.Integer(),
  createdAt: Timestamp,
});
export type Organisation = Static<typeof Organisation>;

export const Member = Type.Object({
  /** Names the member in paths: of an account, or of an invitation. */
  id: Type.String(),
  /** Invited: the link has not been followed yet. */
  state: Type.Union([Type.Literal("active"), Type.Literal("invited")]),
  email: Type.String(),
  name: Type.String(),
  role: Role,
  remark: Remark,
  hasTotp: Type.Boolean(),
  /** Of the invitation, or when the membership began. */
  since: Timestamp,
  /** Null: not seen yet. */
  lastSeenAt: OrNull(Timestamp),
  /** Of an invitation; null for an active member. */
  expiresAt: OrNull(Timestamp),
});
export type Member = Static<typeof Member>;

const Invited = Type.Object({ member: Member, link: ShownLink });

/** One change. Values are texts for reading and never secrets: of those it is only said that they were changed. */
export const Operation = Type.Object({
  id: Type.String(),
  at: Timestamp,
  /** Null: the server itself, or an operator at the command line (`actor` says which). */
  accountId: OrNull(Type.String()),
  /** E-mail address of who did it, as it was then; `server`, or `command line`. */
  actor: Type.String(),
  /** Where from; "" for the server itself. */
  address: Type.String(),
  /** `app.created`, `user.blocked`, …: see `operationActions`. */
  action: Type.String(),
  /** `org#app`, when it was about one. */
  appKey: OrNull(Type.String()),
  /** What it was done to: an e-mail address, user id, message id, …; "" when the action says it all. */
  object: Type.String(),
  changes: Type.Array(Type.Object({ field: Type.String(), from: OrNull(Type.String()), to: OrNull(Type.String()) })),
});
export type Operation = Static<typeof Operation>;

export const organisationShapes = {
  getOrganisation: { reply: Organisation },
  changeOrganisation: { body: Body({ title: Title }), reply: Organisation },
  listMembers: { reply: Type.Object({ items: Type.Array(Member) }) },
  inviteMember: { body: Body({ email: Email, role: Role, remark: Type.Optional(Remark) }), reply: Invited },
  resendInvitation: { body: Nothing, reply: Invited },
  changeMember: { body: Body({ role: Type.Optional(Role), remark: Type.Optional(Remark) }), reply: Member },
  removeMember: { reply: Nothing },
  listOperations: {
    /** Newest first. */
    query: Type.Object({
      ...PageQuery,
      app: Type.Optional(Type.String({ description: "`org#app`" })),
      accountId: Type.Optional(Type.String()),
      action: Type.Optional(Type.String()),
      since: Type.Optional(Timestamp),
      until: Type.Optional(Timestamp),
    }),
    reply: Page(Operation),
  },
} as const;
