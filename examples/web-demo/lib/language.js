import { storage } from "./host.js";

const KEY = "rondo-demo-language";

/** What the user has chosen; before that Chinese, unless the browser prefers something else. */
export function current() {
  const chosen = storage.get(KEY);
  if (chosen === "zh" || chosen === "en") return chosen;
  return /^zh/i.test(navigator.language) ? "zh" : "en";
}

export function choose(language) {
  storage.set(KEY, language);
}
