import { useParams } from "react-router";
import type { ConsoleCallName } from "@rondo/protocol/console";
import { useAppParams } from "../../api/session.tsx";

/** The user of the path, as calls want it. */
export function useUserParams(): { org: string; app: string; user: string } {
  const { user = "" } = useParams();
  return { ...useAppParams(), user };
}

/** What is read again after a user was changed. */
export const changedByUser: readonly ConsoleCallName[] = ["getUser", "listUsers", "listOperations"];
