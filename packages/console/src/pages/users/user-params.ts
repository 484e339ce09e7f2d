import type { ConsoleCallName } from "@rondo/protocol/console";
import { useSearchParams } from "react-router";
import { useAppParams } from "../../api/session.tsx";

/** The user that the page is about, as calls want it. */
export function useUserParams(): { org: string; app: string; user: string } {
  const [search] = useSearchParams();
  return { ...useAppParams(), user: search.get("name") ?? "" };
}

/** In the query and not in the path: a path that ends like the name of a file is taken for one, and user ids may have dots. */
export function userPath(org: string, app: string, username: string): string {
  return `/o/${org}/apps/${app}/user?name=${encodeURIComponent(username)}`;
}

/** What is read again after a user was changed. */
export const changedByUser: readonly ConsoleCallName[] = ["getUser", "listUsers", "listOperations"];
