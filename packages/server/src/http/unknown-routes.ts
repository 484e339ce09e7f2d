import type { ErrorCode } from "@rondo/protocol";
import type { Endpoint } from "../kernel/rest.ts";
import { routeOf } from "./mount.ts";

/** Tells a path that exists with other methods (405) from one that does not exist (404). */
export function refusalOfUnknown(endpoints: readonly Endpoint[]): (path: string) => ErrorCode {
  const known = [...new Set(endpoints.map(routeOf))].map(toPattern);
  return (path) => (known.some((pattern) => pattern.test(path)) ? "METHOD_NOT_SUPPORTED" : "NOT_FOUND");
}

function toPattern(route: string): RegExp {
  const segments = route
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "[^/]+" : segment.replaceAll(".", "\\.")));
  return new RegExp(`^${segments.join("/")}/?$`);
}
