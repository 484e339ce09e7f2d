/** Which devices of a user may be online together. */

const NATIVE = /^(android|harmony|ios|linux|mac|osx|pc|win|windows)[_-]/;

/**
 * The client family of a resource: `webim_web`, `webim_zfb`, `webim_wx`, …, `custom7`, `ios`, … (MSync 3.8), and `other`
 * for every resource that follows no known pattern.
 */
export function familyOf(resource: string): string {
  const web = /^webim_(?:random_)?([a-z]+)_/.exec(resource);
  if (web !== null) return `webim_${web[1]}`;
  const custom = /^custom(\d{1,3})_/.exec(resource);
  if (custom !== null) return `custom${custom[1]}`;
  return NATIVE.exec(resource)?.[1] ?? "other";
}

/** What the rule looks at in an online device. */
export interface OnlineDevice {
  /** Undefined: not logged in, and in nobody's way. */
  readonly family: string | undefined;
  readonly connectedAt: number;
  /** When its last frame arrived. */
  readonly heardAt: number;
}

/** Clients leave gaps of almost 60 s (MSync 3.6); one that was silent for longer has probably lost its network. */
const PRESUMED_GONE_MS = 75_000;

/**
 * Makes room for one more device of a family: the devices to sign out, or `full`.
 *
 * Where the application refuses rather than signs out, a device that is silent for too long does not stand in the way:
 * clients with a random resource come back as another device after a network failure, while the server still waits for
 * the old connection to end.
 */
export function makeRoom<D extends OnlineDevice>(
  devices: readonly D[],
  rule: { family: string; max: number; whenFull: "kick-oldest" | "refuse"; now: number },
): readonly D[] | "full" {
  if (rule.max <= 0) return [];
  const rivals = devices.filter(({ family }) => family === rule.family);
  const excess = rivals.length - rule.max + 1;
  if (excess <= 0) return [];
  if (rule.whenFull === "kick-oldest") {
    return rivals.toSorted((a, b) => a.connectedAt - b.connectedAt).slice(0, excess);
  }
  const gone = rivals
    .filter(({ heardAt }) => rule.now - heardAt > PRESUMED_GONE_MS)
    .toSorted((a, b) => a.heardAt - b.heardAt);
  return gone.length < excess ? "full" : gone.slice(0, excess);
}
