import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import { toNames } from "../names.ts";
import type { AttributeService } from "./attributes.service.ts";

/** Members whose attributes are set at once, and asked for at once (limits, section 1). */
const MAX_SET = 20;
const MAX_TARGETS = 10;
const MAX_NAMED = 100;

/** What members of a group say of themselves there. */
export function attributeEndpoints(attributes: AttributeService): Endpoint[] {
  const ofClients = attributesOfClients(attributes);
  // The paths of the interface for servers are the same, but for how they begin.
  const alike = ofClients.map((each) => ({
    ...each,
    name: `${each.name}ByServer`,
    path: each.path.replace("/sdk", ""),
  }));
  return [...ofClients, ...alike, ...attributesOfServer(attributes)];
}

/** GRP-40 and GRP-41 of clients. */
function attributesOfClients(attributes: AttributeService): Endpoint[] {
  return [
    endpoint({
      name: "setGroupMemberAttributes",
      method: "PUT",
      path: "/sdk/metadata/chatgroup/:id/user/:member",
      summary: "Set attributes of a member of a group (GRP-40)",
      access: "user",
      params: Type.Object({ id: Type.String(), member: Type.String() }),
      body: Type.Object({ metaData: Type.Record(Type.String(), Type.String()) }),
      async handle(call) {
        const { id, member } = call.params;
        const values = call.body.metaData;
        await attributes.set(actorOf(call), id, { member, values });
        return { data: values };
      },
    }),
    endpoint({
      name: "readGroupMemberAttributes",
      method: "POST",
      path: "/sdk/metadata/chatgroup/:id/get",
      summary: "Attributes of up to 10 members of a group (GRP-41)",
      access: "user",
      params: Type.Object({ id: Type.String() }),
      body: Type.Object({
        targets: Type.Array(Type.String()),
        properties: Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: MAX_NAMED }), Type.Null()])),
      }),
      async handle(call) {
        const { targets, properties } = call.body;
        if (targets.length > MAX_TARGETS) throw new AppError("GROUP_ATTRIBUTE_TARGETS");
        const wanted = { users: toNames(targets), names: properties ?? [] };
        return { data: await attributes.read(actorOf(call), call.params.id, wanted) };
      },
    }),
  ];
}

const Values = Type.Record(Type.String(), Type.String());
const Changed = Type.Array(Type.Object({ username: Type.String(), metadata: Values }));

/** GRP-41 and GRP-42 of the interface for servers, whose paths do not begin as those of clients do. */
function attributesOfServer(attributes: AttributeService): Endpoint[] {
  return [
    endpoint({
      name: "getGroupMemberAttributes",
      method: "GET",
      path: "/metadata/chatgroup/:id/user/:member",
      summary: "All attributes of a member of a group",
      access: "user",
      params: Type.Object({ id: Type.String(), member: Type.String() }),
      reply: Type.Object({ data: Values }),
      errors: ["GROUP_NOT_FOUND", "FORBIDDEN", "GROUP_ATTRIBUTE_NO_MEMBER"],
      async handle(call) {
        const { id, member } = call.params;
        const [user = member] = toNames([member]);
        const data = (await attributes.read(actorOf(call), id, { users: [user], names: [] }))[user];
        if (data === undefined) throw new AppError("GROUP_ATTRIBUTE_NO_MEMBER");
        return { data };
      },
    }),
    endpoint({
      name: "setAttributesOfGroupMembers",
      method: "PUT",
      path: "/metadata/chatgroup/:id/users/batch",
      summary: `Set attributes of up to ${MAX_SET} members of a group`,
      description: "One after the other: who is refused is listed, and the others are changed.",
      access: "app",
      params: Type.Object({ id: Type.String() }),
      body: Type.Array(Type.Object({ username: Type.String(), metadata: Values })),
      reply: Type.Object({
        data: Type.Object({
          updateMetadataSucceeded: Changed,
          updateMetadataFailed: Changed,
          // As the samples of the documentation print the names.
          "updateMetadataSucceeded:": Changed,
          "updateMetadataFailed:": Changed,
        }),
      }),
      errors: ["GROUP_NOT_FOUND", "GROUP_ATTRIBUTE_TARGETS"],
      async handle(call) {
        if (call.body.length > MAX_SET) {
          throw new AppError("GROUP_ATTRIBUTE_TARGETS", `${MAX_SET} members can be changed at once`);
        }
        const { done, failed } = await attributes.setMany(actorOf(call), call.params.id, call.body);
        return {
          data: {
            updateMetadataSucceeded: done,
            updateMetadataFailed: failed,
            "updateMetadataSucceeded:": done,
            "updateMetadataFailed:": failed,
          },
        };
      },
    }),
  ];
}
