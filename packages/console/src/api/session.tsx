/** Who is logged in, and what they may do. */
import { type ConsoleRight, hasRight, type OwnOrganisation, type Session } from "@rondo/protocol/console";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use } from "react";
import { useParams } from "react-router";
import { call, setCsrfToken, whenLoggedOut } from "./client.ts";
import { hasCode } from "./errors.ts";
import { queryClient } from "./query-client.ts";

const KEY = ["session"];

whenLoggedOut(() => putSession(null));

/** After logging in or out: pages follow at once. What somebody else has read is forgotten. */
export function putSession(session: Session | null): void {
  setCsrfToken(session?.csrfToken);
  queryClient.setQueryData(KEY, session);
  if (session === null) queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}

/** Reads the session again, after organisations or the account have changed. */
export const refreshSession = (): Promise<void> => queryClient.invalidateQueries({ queryKey: KEY });

/** `null`: nobody is logged in. */
export function useOptionalSession() {
  return useQuery<Session | null>({ queryKey: KEY, queryFn: readSession, staleTime: 60_000 });
}

async function readSession({ signal }: { signal: AbortSignal }): Promise<Session | null> {
  try {
    const session = await call("getSession", {}, signal);
    setCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (hasCode(error, "NOT_LOGGED_IN")) return null;
    throw error;
  }
}

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error("this page is only for who is logged in");
  return session;
}

/** The organisation of the path, if one belongs to it. */
export function useOrganisation(): OwnOrganisation | undefined {
  const { org } = useParams();
  return useSession().organisations.find(({ name }) => name === org);
}

/** Whether who is logged in has this right in the organisation of the path. */
export function useCan(right: ConsoleRight): boolean {
  const organisation = useOrganisation();
  return organisation !== undefined && hasRight(organisation.role, right);
}

/** The application of the path, as calls want it. */
export function useAppParams(): { org: string; app: string } {
  const { org = "", app = "" } = useParams();
  return { org, app };
}
