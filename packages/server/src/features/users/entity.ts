import { type Static, Type } from "typebox";
import type { User } from "./api.ts";

/** A user as REST shows it. */
export const UserEntity = Type.Object(
  {
    uuid: Type.String({ description: "Never used again, unlike the user id." }),
    type: Type.Literal("user"),
    created: Type.Integer({ description: "Epoch milliseconds." }),
    modified: Type.Integer({ description: "Epoch milliseconds." }),
    username: Type.String({ description: "The user id, in lower case." }),
    activated: Type.Boolean({ description: "False while the user is banned." }),
    nickname: Type.Optional(Type.String({ description: "What push notices call the user." })),
  },
  { $id: "User", description: "An account." },
);
export type UserEntity = Static<typeof UserEntity>;

/** The same with what is kept for push. */
export const UserWithPush = Type.Object(
  {
    ...UserEntity.properties,
    notification_display_style: Type.Optional(
      Type.Integer({ description: "0: notices say that there is a message; 1: they show who wrote what." }),
    ),
    pushInfo: Type.Optional(
      Type.Array(Type.Object({ device_id: Type.String(), device_token: Type.String(), notifier_name: Type.String() }), {
        description: "Where notices go.",
      }),
    ),
  },
  { $id: "UserWithPush", description: "An account, with where and how it gets push notices." },
);

export function toUserEntity(user: User): UserEntity {
  const { uuid, username, nickname } = user;
  const entity = {
    uuid,
    type: "user" as const,
    created: user.createdAt,
    modified: user.modifiedAt,
    username,
    activated: user.isActive,
  };
  return nickname === undefined ? entity : { ...entity, nickname };
}
