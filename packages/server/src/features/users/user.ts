import type { User } from "./api.ts";
import type { AccountRow } from "./users.store.ts";

export function toUser(row: AccountRow): User {
  return {
    uuid: row.uuid,
    app: row.app,
    username: row.username,
    nickname: row.nickname ?? undefined,
    isActive: row.isActive !== 0,
    tokenEpoch: row.tokenEpoch,
    signedOutAt: row.signedOutAt ?? undefined,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
  };
}
