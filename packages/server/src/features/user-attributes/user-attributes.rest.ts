import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { formTextOf } from "../../kernel/form.ts";
import { type Caller, type Endpoint, endpoint } from "../../kernel/rest.ts";
import { readClientForm } from "./client-form.ts";
import type { UserAttributeService } from "./user-attributes.service.ts";

const UserPath = Type.Object({ user: Type.String({ description: "The user id." }) });
/** Values are texts; a body that is JSON may say numbers. */
const Values = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
  description:
    "Clients know `nickname`, `avatarurl`, `mail`, `phone`, `gender`, `sign`, `birth` and `ext`; any other may be set, too.",
  examples: [{ nickname: "Alice", gender: "2" }],
});
const Attributes = Type.Record(Type.String(), Type.String(), { description: "Texts, by name." });

/** Attributes of users (USER-2, USER-3; ATT-01 to 05). */
export function userAttributeEndpoints(service: UserAttributeService): Endpoint[] {
  return [
    endpoint({
      name: "setUserAttributes",
      method: "PUT",
      path: "/metadata/user/:user",
      summary: "Set some attributes of a user",
      description: "The others stay. Answers all that the user has now.",
      access: "self",
      params: UserPath,
      consumes: "form",
      body: Values,
      reply: Type.Object({ data: Attributes }),
      errors: ["ATTRIBUTES_OFF", "ATTRIBUTES_DENIED", "ATTRIBUTES_TOO_LARGE"],
      refusals: { UNAUTHORIZED: "ATTRIBUTES_DENIED" },
      async handle({ appKey, caller, params, body }) {
        return { data: await service.set(appKey, params.user, changesOf(caller, body)) };
      },
    }),
    endpoint({
      name: "getUserAttributes",
      method: "GET",
      path: "/metadata/user/:user",
      summary: "All attributes of a user",
      description: "Any user of the application may ask. Who has none, or does not exist, has an empty object.",
      access: "user",
      params: UserPath,
      reply: Type.Object({ data: Attributes }),
      errors: ["ATTRIBUTES_OFF"],
      async handle({ appKey, params }) {
        return { data: await service.get(appKey, params.user) };
      },
    }),
    endpoint({
      name: "getAttributesOfUsers",
      method: "POST",
      path: "/metadata/user/get",
      summary: "Some attributes, or all, of up to 100 users",
      access: "user",
      body: Type.Object({
        targets: Type.Array(Type.String(), { description: "User ids." }),
        properties: Type.Optional(
          Type.Array(Type.String(), { description: "Which attributes; none named means all." }),
        ),
      }),
      reply: Type.Object({
        data: Type.Record(Type.String(), Attributes, { description: "By user id, as it was asked for." }),
      }),
      errors: ["ATTRIBUTES_OFF", "ATTRIBUTE_BATCH"],
      async handle({ appKey, body }) {
        return { data: await service.getMany(appKey, body.targets, body.properties ?? []) };
      },
    }),
    endpoint({
      name: "getAttributeCapacity",
      method: "GET",
      path: "/metadata/user/capacity",
      summary: "Bytes of all attributes of the application's users",
      access: "app",
      reply: Type.Object({ data: Type.Integer() }),
      errors: ["ATTRIBUTES_OFF", "ATTRIBUTES_DENIED"],
      refusals: { TOKEN_CORRUPT: "ATTRIBUTES_DENIED" },
      async handle({ appKey }) {
        return { data: await service.total(appKey) };
      },
    }),
    endpoint({
      name: "removeUserAttributes",
      method: "DELETE",
      path: "/metadata/user/:user",
      summary: "Remove all attributes of a user",
      access: "self",
      params: UserPath,
      reply: Type.Object({ data: Type.Literal(true) }),
      errors: ["ATTRIBUTES_OFF", "ATTRIBUTES_DENIED"],
      refusals: { UNAUTHORIZED: "ATTRIBUTES_DENIED" },
      async handle({ appKey, params }) {
        await service.remove(appKey, params.user);
        return { data: true as const };
      },
    }),
  ];
}

/** The application's server writes forms by the book and may set any key; users have a client that does not. */
function changesOf(caller: Caller, body: Record<string, string | number | boolean>): Record<string, string> {
  const text = formTextOf(body);
  if (text !== undefined && caller.kind === "user") {
    const changes = readClientForm(text);
    if (Object.keys(changes).length === 0) throw new AppError("INVALID_ARGUMENT", "no attribute that clients know");
    return changes;
  }
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]));
}
