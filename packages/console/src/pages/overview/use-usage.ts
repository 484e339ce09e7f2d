import { useCall } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";

/** Figures of the last 30 days, read again now and then. */
export function useUsage() {
  return useCall("getUsage", { params: useAppParams(), query: { days: 30 } }, { everyMs: 30_000 });
}
