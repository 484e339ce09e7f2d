import { type Static, Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import { toUserEntity, UserEntity } from "./entity.ts";
import type { UserService } from "./users.service.ts";

const UserPath = Type.Object({ user: Type.String({ description: "The user id." }) });
const PasswordBody = Type.Object({
  newpassword: Type.Optional(Type.String({ description: "Required. At most 64 characters." })),
  oldpassword: Type.Optional(Type.String({ description: "Required of a user; the application need not name it." })),
});

/** Who may still log in as a user, and by which password. */
export function accessEndpoints(users: UserService): readonly Endpoint[] {
  async function changePassword(call: Call<Static<typeof UserPath>, unknown, Static<typeof PasswordBody>>) {
    const { appKey, caller, params, body } = call;
    if (!body.newpassword) throw new AppError("INVALID_ARGUMENT", "newpassword is required");
    if (caller.kind !== "app") {
      if (body.oldpassword === undefined) throw new AppError("INVALID_ARGUMENT", "oldpassword is required");
      await users.verifyPassword(appKey, params.user, body.oldpassword);
    }
    await users.changePassword(appKey, params.user, body.newpassword);
    return { action: "set user password" as const };
  }

  const password = {
    path: "/users/:user/password",
    summary: "Change a password",
    description: "Ends all sessions and tokens of the user.",
    access: "self",
    params: UserPath,
    body: PasswordBody,
    reply: Type.Object({ action: Type.Literal("set user password") }),
    errors: ["USER_ENTITY_NOT_FOUND", "INVALID_PASSWORD", "USER_NOT_FOUND", "USER_DISABLED"],
    handle: changePassword,
  } as const;

  return [
    endpoint({ name: "changePassword", method: "PUT", ...password }),
    endpoint({ name: "changePasswordByPost", method: "POST", ...password }),
    endpoint({
      name: "deactivateUser",
      method: "POST",
      path: "/users/:user/deactivate",
      summary: "Ban a user",
      description: "Ends all sessions and tokens of the user, who cannot log in until `activateUser`.",
      access: "app",
      params: UserPath,
      reply: Type.Object({
        action: Type.Literal("Deactivate user"),
        entities: Type.Array(UserEntity, { minItems: 1, maxItems: 1 }),
      }),
      errors: [],
      async handle({ appKey, params }) {
        const user = await users.setActive(appKey, params.user, false);
        return { action: "Deactivate user" as const, entities: [toUserEntity(user)] };
      },
    }),
    endpoint({
      name: "activateUser",
      method: "POST",
      path: "/users/:user/activate",
      summary: "Lift a ban",
      access: "app",
      params: UserPath,
      reply: Type.Object({ action: Type.Literal("activate user") }),
      errors: [],
      async handle({ appKey, params }) {
        await users.setActive(appKey, params.user, true);
        return { action: "activate user" as const };
      },
    }),
  ];
}
