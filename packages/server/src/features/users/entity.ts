import type { User } from "./api.ts";

/** A user as REST shows it. */
export function toUserEntity(user: User): Record<string, unknown> {
  const { uuid, username, nickname } = user;
  const entity = {
    uuid,
    type: "user",
    created: user.createdAt,
    modified: user.modifiedAt,
    username,
    activated: user.isActive,
  };
  return nickname === undefined ? entity : { ...entity, nickname };
}
