/** What a browser can find out about an address that it cannot reach: not much, so what there is is asked for. */

export type Reach =
  /** Something answers there and lets pages read it. */
  | "answers"
  /** Something answers there, but not to pages: another server, or a proxy that takes headers away. */
  | "closed-to-pages"
  /** It answers over http and not over https. */
  | "tls"
  /** The console's page is on https, and the address is not: browsers refuse that. */
  | "mixed"
  /** The browser was told by the page's own policy not to ask. */
  | "policy"
  /** No such name, nobody listens, or a certificate that is not good: a page is not told which. */
  | "nothing";

const TIMEOUT_MS = 8000;

export async function reach(address: string): Promise<Reach> {
  const url = new URL(address.replace(/^ws/, "http"));
  if (location.protocol === "https:" && url.protocol === "http:") return "mixed";
  const violations: string[] = [];
  const note = (event: SecurityPolicyViolationEvent): void => void violations.push(event.blockedURI);
  document.addEventListener("securitypolicyviolation", note);
  try {
    if (await answers(url, "cors")) return "answers";
    if (violations.some((uri) => uri.startsWith(url.origin))) return "policy";
    if (await answers(url, "no-cors")) return "closed-to-pages";
    if (url.protocol === "https:" && location.protocol === "http:") {
      const plain = new URL(url);
      plain.protocol = "http:";
      if (await answers(plain, "no-cors")) return "tls";
    }
    return "nothing";
  } finally {
    document.removeEventListener("securitypolicyviolation", note);
  }
}

/** Any answer is one, whatever its status. */
async function answers(url: URL, mode: RequestMode): Promise<boolean> {
  try {
    await fetch(url, { mode, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS) });
    return true;
  } catch {
    return false; // which is the answer that was asked for
  }
}
