import type { Globals } from "../globals.ts";

/** What a page has besides sockets and HTTP, and a hand on it. */
export function fakePage() {
  const window = new Target();
  const document = Object.assign(new Target(), { visibilityState: "visible" });
  const stored = new Map<string, string>();
  const turn = (state: string) => () => {
    document.visibilityState = state;
    document.emit("visibilitychange");
  };
  const globals: Globals = {
    window,
    document,
    navigator: { userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36" },
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (value.length > 1_000_000) throw new Error("QuotaExceededError");
        stored.set(key, value);
      },
      removeItem: (key: string) => stored.delete(key),
    },
  };
  return {
    globals,
    goOffline: () => window.emit("offline"),
    goOnline: () => window.emit("online"),
    hide: turn("hidden"),
    show: turn("visible"),
    listeners: () => window.count + document.count,
  };
}

class Target {
  private readonly list: [string, () => void][] = [];

  addEventListener(event: string, listener: () => void): void {
    this.list.push([event, listener]);
  }

  removeEventListener(event: string, listener: () => void): void {
    const at = this.list.findIndex(([name, added]) => name === event && added === listener);
    if (at >= 0) this.list.splice(at, 1);
  }

  emit(event: string): void {
    for (const [name, listener] of [...this.list]) if (name === event) listener();
  }

  get count(): number {
    return this.list.length;
  }
}

/** XMLHttpRequest by way of fetch. */
export class FakeXhr {
  responseType = "";
  timeout = 0;
  status = 0;
  response: unknown = "";
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  ontimeout: (() => void) | null = null;
  onabort: (() => void) | null = null;
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = { onprogress: null };
  private readonly headers: Record<string, string> = {};
  private method = "GET";
  private url = "";
  private readonly ending = new AbortController();

  abort(): void {
    this.ending.abort();
  }

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(body?: RequestInit["body"]): void {
    const { method, headers, timeout } = this;
    const signal = AbortSignal.any([AbortSignal.timeout(timeout), this.ending.signal]);
    const init = { method, headers, signal, ...(body === undefined ? {} : { body }) };
    void fetch(this.url, init).then(
      async (reply) => {
        this.status = reply.status;
        this.response = this.responseType === "arraybuffer" ? await reply.arrayBuffer() : await reply.text();
        this.upload.onprogress?.({ loaded: 3, total: 3 });
        this.onload?.();
      },
      ({ name }: Error) => {
        if (name === "TimeoutError") this.ontimeout?.();
        else if (name === "AbortError") this.onabort?.();
        else this.onerror?.();
      },
    );
  }
}
