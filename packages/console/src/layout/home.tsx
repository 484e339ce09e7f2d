import { Navigate } from "react-router";
import { useSession } from "../api/session.tsx";

/** The first page: the applications of one's first organisation. */
export function Home() {
  const [first] = useSession().organisations;
  return <Navigate to={first === undefined ? "/organisations/new" : `/o/${first.name}/apps`} replace />;
}
