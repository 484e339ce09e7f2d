import { useSyncExternalStore } from "react";

/** As in the style sheets. */
const NARROW = "(max-width: 767px)";

/** Whether the screen has no room for tables and for a menu beside the page. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
}

function subscribe(notify: () => void): () => void {
  const media = matchMedia(NARROW);
  media.addEventListener("change", notify);
  return () => media.removeEventListener("change", notify);
}
