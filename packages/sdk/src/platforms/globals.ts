/**
 * What an adapter is chosen by, and what the web and Node adapters work with. Everything is unknown until it has been
 * looked at: pages and frameworks define globals of the same names.
 */
export interface Globals extends HostGlobals {
  readonly WebSocket?: unknown;
  readonly XMLHttpRequest?: unknown;
  readonly fetch?: unknown;
  readonly FormData?: unknown;
  readonly Blob?: unknown;
  readonly AbortController?: unknown;
  readonly localStorage?: unknown;
  readonly document?: unknown;
  readonly process?: unknown;
}

/** Those by which hosts are told apart. */
export interface HostGlobals {
  readonly swan?: unknown;
  readonly tt?: unknown;
  readonly dd?: unknown;
  readonly my?: unknown;
  readonly wx?: unknown;
  readonly qq?: unknown;
  readonly uni?: unknown;
  readonly navigator?: unknown;
  readonly window?: unknown;
}

declare const swan: unknown;
declare const tt: unknown;
declare const dd: unknown;
declare const my: unknown;
declare const wx: unknown;
declare const qq: unknown;
declare const uni: unknown;
declare const WebSocket: unknown;
declare const XMLHttpRequest: unknown;
declare const fetch: unknown;
declare const FormData: unknown;
declare const Blob: unknown;
declare const AbortController: unknown;
declare const localStorage: unknown;
declare const navigator: unknown;
declare const document: unknown;
declare const window: unknown;
declare const process: unknown;

/**
 * The globals of the place this runs in. Asked for one by one: in mini programs they are variables around the program and
 * members of no object, and there is no `globalThis`.
 */
export function findGlobals(): Globals {
  return {
    ...findHostGlobals(),
    WebSocket: typeof WebSocket === "undefined" ? undefined : WebSocket,
    XMLHttpRequest: typeof XMLHttpRequest === "undefined" ? undefined : XMLHttpRequest,
    fetch: typeof fetch === "undefined" ? undefined : fetch,
    FormData: typeof FormData === "undefined" ? undefined : FormData,
    Blob: typeof Blob === "undefined" ? undefined : Blob,
    AbortController: typeof AbortController === "undefined" ? undefined : AbortController,
    localStorage: findLocalStorage(),
    document: typeof document === "undefined" ? undefined : document,
    process: typeof process === "undefined" ? undefined : process,
  };
}

export function findHostGlobals(): HostGlobals {
  return {
    swan: typeof swan === "undefined" ? undefined : swan,
    tt: typeof tt === "undefined" ? undefined : tt,
    dd: typeof dd === "undefined" ? undefined : dd,
    my: typeof my === "undefined" ? undefined : my,
    wx: typeof wx === "undefined" ? undefined : wx,
    qq: typeof qq === "undefined" ? undefined : qq,
    uni: typeof uni === "undefined" ? undefined : uni,
    navigator: typeof navigator === "undefined" ? undefined : navigator,
    window: typeof window === "undefined" ? undefined : window,
  };
}

/** Node has one that warns when it is looked at, and browsers that block a site's data throw. */
function findLocalStorage(): unknown {
  try {
    return typeof window === "undefined" || typeof localStorage === "undefined" ? undefined : localStorage;
  } catch {
    return undefined;
  }
}
