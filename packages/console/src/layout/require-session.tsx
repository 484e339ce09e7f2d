import { Navigate, Outlet, useLocation } from "react-router";
import { useCall } from "../api/hooks.ts";
import { SessionProvider, useOptionalSession } from "../api/session.tsx";
import { IdentityProof } from "../components/identity-proof.tsx";
import { FailureNotice, LoadingBlock } from "../components/load-state.tsx";

/** Lets through who is logged in; others to the login, or on an empty server to where the first account is made. */
export function RequireSession() {
  const query = useOptionalSession();
  const location = useLocation();
  const isOutside = query.data === null;
  const setup = useCall("getSetup", {}, { enabled: isOutside });
  const failed = query.data === undefined && query.isError ? query : isOutside && setup.isError ? setup : undefined;
  if (failed !== undefined) {
    return (
      <main className="center-block">
        <FailureNotice error={failed.error} onRetry={() => void failed.refetch()} isRetrying={failed.isFetching} />
      </main>
    );
  }
  if (query.data) {
    return (
      <SessionProvider session={query.data}>
        <Outlet />
        <IdentityProof />
      </SessionProvider>
    );
  }
  if (isOutside && setup.data !== undefined) {
    // Kept beside the address and not in it, so that no link can send somebody elsewhere after the login.
    const from = location.pathname + location.search;
    return setup.data.needsOwner ? <Navigate to="/setup" replace /> : <Navigate to="/login" replace state={{ from }} />;
  }
  return (
    <main className="center-block">
      <LoadingBlock />
    </main>
  );
}
