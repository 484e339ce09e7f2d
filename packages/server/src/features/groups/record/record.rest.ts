import { type Static, Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import { toNames } from "../names.ts";
import type { CreationService, Wish } from "./creation.service.ts";
import type { Changes, RecordService } from "./record.service.ts";

const DEFAULT_MAX_USERS = 200;
const MAX_MEMBERS_LISTED = 10_000;

const GroupPath = Type.Object({ id: Type.String() });
const Name = Type.Union([Type.String({ maxLength: 128 }), Type.Null()]);
const Description = Type.Union([Type.String({ maxLength: 512 }), Type.Null()]);
const Avatar = Type.Union([Type.String({ maxLength: 1024 }), Type.Null()]);
const Custom = Type.Union([Type.String({ maxLength: 8192 }), Type.Null()]);
const Flag = Type.Union([Type.Boolean(), Type.Null()]);
const Size = Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]);

/** Clients say `desc` and `approval`, servers `description` and `membersonly`. */
const Creation = Type.Object({
  owner: Type.Optional(Type.String()),
  groupname: Type.Optional(Name),
  avatar: Type.Optional(Avatar),
  desc: Type.Optional(Description),
  description: Type.Optional(Description),
  members: Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: MAX_MEMBERS_LISTED }), Type.Null()])),
  public: Type.Optional(Flag),
  approval: Type.Optional(Flag),
  membersonly: Type.Optional(Flag),
  allowinvites: Type.Optional(Flag),
  invite_need_confirm: Type.Optional(Flag),
  maxusers: Type.Optional(Size),
  custom: Type.Optional(Custom),
});

const Modification = Type.Object(
  {
    newowner: Type.Optional(Type.String()),
    groupname: Type.Optional(Name),
    description: Type.Optional(Description),
    avatar: Type.Optional(Avatar),
    custom: Type.Optional(Custom),
    maxusers: Type.Optional(Size),
    public: Type.Optional(Flag),
    membersonly: Type.Optional(Flag),
    allowinvites: Type.Optional(Flag),
    invite_need_confirm: Type.Optional(Flag),
  },
  { additionalProperties: true },
);

/** What the members of a modification mean for the group. */
const FIELDS = {
  groupname: "name",
  description: "description",
  avatar: "avatar",
  custom: "custom",
  maxusers: "maxUsers",
  public: "isPublic",
  membersonly: "needsApproval",
  allowinvites: "allowsInvites",
  invite_need_confirm: "invitesNeedConsent",
} as const satisfies Record<string, keyof Changes>;

/** Groups as a whole (GRP-1, GRP-7, GRP-8), and disabling them. */
export function recordEndpoints(services: { creation: CreationService; record: RecordService }): Endpoint[] {
  const { creation, record } = services;
  return [
    endpoint({
      name: "createGroup",
      method: "POST",
      path: "/chatgroups",
      summary: "Create a group (GRP-1)",
      access: "user",
      body: Creation,
      async handle(call) {
        const group = await creation.create(actorOf(call), toWish(call.body));
        return { entities: [], data: { groupid: group.id } };
      },
    }),
    endpoint({
      name: "modifyGroup",
      method: "PUT",
      path: "/chatgroups/:id",
      summary: "Change a group, or hand it over (GRP-7)",
      access: "user",
      params: GroupPath,
      body: Modification,
      async handle(call) {
        const { id } = call.params;
        const { newowner, ...fields } = call.body;
        const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(FIELDS, name));
        if (unknown.length > 0) {
          throw new AppError("INVALID_ARGUMENT", `some of [${unknown.join(", ").slice(0, 200)}] are not valid fields`);
        }
        if (newowner !== undefined) {
          await record.transfer(actorOf(call), id, newowner);
          return { entities: [], data: { newowner: true } };
        }
        const changes = toChanges(fields);
        await record.change(actorOf(call), id, changes);
        const names = Object.entries(FIELDS).filter(([, property]) => property in changes);
        return { entities: [], data: Object.fromEntries(names.map(([name]) => [name, true])) };
      },
    }),
    endpoint({
      name: "dissolveGroup",
      method: "DELETE",
      path: "/chatgroups/:id",
      summary: "Dissolve a group (GRP-8)",
      access: "user",
      params: GroupPath,
      async handle(call) {
        const { id } = call.params;
        await record.dissolve(actorOf(call), id);
        return { data: { success: true, id, groupid: id } };
      },
    }),
    ...[true, false].map((isDisabled) =>
      endpoint({
        name: isDisabled ? "disableGroup" : "enableGroup",
        method: "POST",
        path: `/chatgroups/:id/${isDisabled ? "disable" : "enable"}`,
        summary: isDisabled ? "Let nobody write, join or manage in a group" : "Take that back",
        access: "app",
        params: GroupPath,
        async handle(call) {
          await record.setDisabled(actorOf(call), call.params.id, isDisabled);
          return { entities: [], data: { disabled: isDisabled } };
        },
      }),
    ),
  ];
}

function toWish(body: Static<typeof Creation>): Wish {
  return {
    owner: body.owner,
    members: toNames(body.members ?? []),
    name: body.groupname ?? "",
    description: body.desc ?? body.description ?? "",
    avatar: body.avatar ?? "",
    custom: body.custom ?? "",
    maxUsers: body.maxusers ?? DEFAULT_MAX_USERS,
    isPublic: body.public ?? false,
    needsApproval: body.approval ?? body.membersonly ?? false,
    allowsInvites: body.allowinvites ?? false,
    invitesNeedConsent: body.invite_need_confirm ?? true,
  };
}

/** What is null is not given. */
function toChanges(fields: Record<string, unknown>): Changes {
  const given = Object.entries(FIELDS).filter(([name]) => fields[name] !== undefined && fields[name] !== null);
  // The schema has checked the types.
  return Object.fromEntries(given.map(([name, property]) => [property, fields[name]])) as Changes;
}
