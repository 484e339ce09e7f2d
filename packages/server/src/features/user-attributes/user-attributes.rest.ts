import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { formTextOf } from "../../kernel/form.ts";
import { type Caller, type Endpoint, endpoint } from "../../kernel/rest.ts";
import { readClientForm } from "./client-form.ts";
import type { UserAttributeService } from "./user-attributes.service.ts";

const UserPath = Type.Object({ user: Type.String() });
/** Values are texts; a body that is JSON may say numbers. */
const Values = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));

/** Attributes of users (USER-2, USER-3; ATT-01 to 05). */
export function userAttributeEndpoints(service: UserAttributeService): Endpoint[] {
  return [
    endpoint({
      name: "setUserAttributes",
      method: "PUT",
      path: "/metadata/user/:user",
      summary: "Set some attributes of a user (USER-2, ATT-01)",
      access: "self",
      params: UserPath,
      body: Values,
      async handle({ appKey, caller, params, body }) {
        return { data: await service.set(appKey, params.user, changesOf(caller, body)) };
      },
    }),
    endpoint({
      name: "getUserAttributes",
      method: "GET",
      path: "/metadata/user/:user",
      summary: "All attributes of a user (ATT-02)",
      access: "user",
      params: UserPath,
      async handle({ appKey, params }) {
        return { data: await service.get(appKey, params.user) };
      },
    }),
    endpoint({
      name: "getAttributesOfUsers",
      method: "POST",
      path: "/metadata/user/get",
      summary: "Some attributes, or all, of up to 100 users (USER-3, ATT-03)",
      access: "user",
      body: Type.Object({
        targets: Type.Array(Type.String()),
        properties: Type.Optional(Type.Array(Type.String())),
      }),
      async handle({ appKey, body }) {
        return { data: await service.getMany(appKey, body.targets, body.properties ?? []) };
      },
    }),
    endpoint({
      name: "getAttributeCapacity",
      method: "GET",
      path: "/metadata/user/capacity",
      summary: "Bytes of all attributes of the application's users (ATT-04)",
      access: "app",
      async handle({ appKey }) {
        return { data: await service.total(appKey) };
      },
    }),
    endpoint({
      name: "removeUserAttributes",
      method: "DELETE",
      path: "/metadata/user/:user",
      summary: "Remove all attributes of a user (ATT-05)",
      access: "self",
      params: UserPath,
      async handle({ appKey, params }) {
        await service.remove(appKey, params.user);
        return { data: true };
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
