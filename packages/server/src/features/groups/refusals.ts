import { AppError } from "../../kernel/errors.ts";

/** The sentences are those from which clients tell what is wrong (REST 3.2). */
export const refusals = {
  notMembers: (users: readonly string[]): AppError =>
    new AppError("FORBIDDEN", `users [${users.join(", ")}] are not members of this group!`),
  disabled: (): AppError => new AppError("FORBIDDEN", "can not operate this group, reason: group is disabled"),
  alreadyIn: (user: string, group: string): AppError =>
    new AppError("FORBIDDEN", `can not join this group, reason:user: ${user} already in group: ${group}`),
  /** Of those who were invited. In browsers clients know it; in mini programs they take it for an empty answer. */
  alreadyMembers: (users: readonly string[], group: string): AppError =>
    new AppError(
      "FORBIDDEN",
      `invite users to join group failed, reason: ${users.join(", ")} already in group: ${group}`,
    ),
  ownerOnly: (): AppError => new AppError("FORBIDDEN", "forbidden operation on group owner!"),
  unknownUser: (user: string): AppError => new AppError("NAMED_USER_NOT_FOUND", `Service resource not found: ${user}`),
  tooManyGroups: (user: string): AppError =>
    new AppError("TOO_MANY_GROUPS", `user ${user} has joined too many groups!`),
};
