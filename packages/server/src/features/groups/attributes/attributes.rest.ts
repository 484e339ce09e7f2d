import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import { toNames } from "../names.ts";
import type { AttributeService } from "./attributes.service.ts";

/** Members asked for at once (limits, section 1). */
const MAX_TARGETS = 10;
const MAX_NAMED = 100;

/** What members of a group say of themselves there (GRP-40, GRP-41). */
export function attributeEndpoints(attributes: AttributeService): Endpoint[] {
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
