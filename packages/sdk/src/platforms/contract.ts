import { afterEach, expect, it, vi } from "vitest";
import type { FileSource, Platform, PlatformEvents, SocketClose } from "../core/platform.ts";

/** A platform, and the world around it that a test can handle. */
export interface Stage {
  readonly platform: Platform;
  /** A WebSocket peer that obeys `Order`s and echoes other frames in their kind. */
  readonly ws: string;
  /** An HTTP peer: `/status/404` answers that status, `/never` nothing; others echo the length of the body. */
  readonly http: string;
  /** What the HTTP peer has seen. */
  readonly requests: readonly { method: string; headers: Record<string, unknown>; body: string }[];
  /** What hosts without a network of their own cannot do is absent. */
  readonly phone?: { goOffline(): void; goOnline(): void; show(): void; hide(): void; listeners(): number };
  addFile(bytes: Uint8Array): FileSource;
  /** Where the headers arrive: hosts that cannot PUT and DELETE send another method. */
  readonly tunnelsMethods?: boolean;
  close(): void;
}

/** The first byte of a frame tells the WebSocket peer what to do. */
export const Order = { CLOSE: 0xff, CUT: 0xfe, NONSENSE: 0xfd, OTHER_KIND: 0xfc } as const;

/** What every adapter promises (core/platform.ts). Run once per host and style of sockets. */
export function platformContract(open: () => Stage): void {
  const stages: Stage[] = [];
  afterEach(() => {
    for (const stage of stages.splice(0)) stage.close();
  });
  const start = (): Stage => {
    const stage = open();
    stages.push(stage);
    return stage;
  };

  it("carries frames of every length both ways, in order", async () => {
    const { platform, ws } = start();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    const sent = [1, 2, 3, 5000].map((length) => Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 0x7f));
    for (const frame of sent) socket.send(frame);
    for (const frame of sent) expect(await socket.next("frame")).toEqual(frame);
    expect(socket.story).toEqual(["open", "frame", "frame", "frame", "frame"]);
  });

  it("sends only the bytes of a view, not the buffer behind it", async () => {
    const { platform, ws } = start();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    socket.send(Uint8Array.of(9, 1, 2, 9).subarray(1, 3));
    expect(await socket.next("frame")).toEqual(Uint8Array.of(1, 2));
  });

  it("reads frames of the other kind", async () => {
    const { platform, ws } = start();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    socket.send(Uint8Array.of(Order.OTHER_KIND, 7));
    expect(await socket.next("frame")).toEqual(Uint8Array.of(Order.OTHER_KIND, 7));
  });

  it("tells a close of the peer once, with its code where the host tells it", async () => {
    const { platform, ws } = start();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    socket.send(Uint8Array.of(Order.CLOSE));
    const { why, code } = await socket.closed();
    expect(why).toBe("closed");
    expect([4001, undefined]).toContain(code);
  });

  it("tells that the connection broke, once", async () => {
    const { platform, ws } = start();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    socket.send(Uint8Array.of(Order.CUT));
    expect(["closed", "failed"]).toContain((await socket.closed()).why);
    socket.send(Uint8Array.of(1));
    await platform.request({ ...GET, url: start().http });
    expect(socket.story).toEqual(["open", "close"]);
  });

  it("ends with malformed at what is no frame", async () => {
    const { platform, ws } = start();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    socket.send(Uint8Array.of(Order.NONSENSE));
    expect((await socket.closed()).why).toBe("malformed");
    expect(socket.story).toEqual(["open", "close"]);
  });

  it("tells failed for a peer that is not there and for an address that is none, never inside connect", async () => {
    const { platform } = start();
    for (const url of ["ws://127.0.0.1:1/", "nonsense"]) {
      const socket = new Recorder(platform, url);
      expect(socket.story).toEqual([]);
      expect((await socket.closed()).why).toBe("failed");
      expect(socket.story).toEqual(["close"]);
    }
  });

  it("tells nothing after a close of ours, whenever it comes, and connects anew", async () => {
    const { platform, ws } = start();
    const early = new Recorder(platform, ws);
    early.close();
    const second = new Recorder(platform, ws);
    await second.next("open");
    second.send(Uint8Array.of(1));
    second.close();
    second.close();
    second.send(Uint8Array.of(2));
    const third = new Recorder(platform, ws);
    await third.next("open");
    third.send(Uint8Array.of(3));
    expect(await third.next("frame")).toEqual(Uint8Array.of(3));
    expect([early.story, second.story]).toEqual([[], ["open"]]);
  });

  it("leaves no listener behind", async () => {
    const { platform, ws, phone } = start();
    if (!phone) return;
    const before = phone.listeners();
    const socket = new Recorder(platform, ws);
    await socket.next("open");
    socket.send(Uint8Array.of(Order.CLOSE));
    await socket.closed();
    expect(phone.listeners()).toBe(before);
    const stop = platform.watch(new Hints());
    expect(phone.listeners()).toBe(before + 3);
    stop();
    stop();
    expect(phone.listeners()).toBe(before);
  });

  it("answers requests of every method with status and text, whatever the status", async () => {
    const { platform, http, requests, tunnelsMethods } = start();
    for (const method of ["GET", "POST", "PUT", "DELETE"] as const) {
      const body = method === "GET" ? undefined : '{"big":12345678901234567890}';
      const headers = { "X-Token": method, "content-type": "application/json" };
      const reply = await platform.request({ method, url: http, headers, body, timeoutMs: 5000 });
      expect(reply.status).toBe(200);
      expect(JSON.parse(reply.text)).toEqual({ status: 200, length: body?.length ?? 0 });
      const tunnel = tunnelsMethods && (method === "PUT" || method === "DELETE");
      expect(requests.at(-1)).toMatchObject({
        method: tunnel ? "POST" : method,
        headers: { "x-token": method, ...(tunnel ? { "x-http-method-override": method } : {}) },
        body: body ?? "",
      });
    }
    for (const status of [400, 401, 404, 503]) {
      const reply = await platform.request({ ...GET, url: `${http}/status/${status}` });
      expect(reply.status).toBe(status);
      expect(JSON.parse(reply.text)).toEqual({ status, length: 0 });
    }
    expect(await platform.request({ ...GET, url: `${http}/text` })).toMatchObject({ status: 200, text: "plain" });
  });

  it("rejects with timeout when no answer comes in time, with network when there is no peer", async () => {
    const { platform, http } = start();
    await expect(platform.request({ ...GET, url: `${http}/never`, timeoutMs: 30 })).rejects.toMatchObject({
      name: "RequestFailure",
      why: "timeout",
    });
    await expect(platform.request({ ...GET, url: "http://127.0.0.1:1/" })).rejects.toMatchObject({ why: "network" });
  });

  it("uploads a file in the field `file` with other fields, and answers any status", async () => {
    const { platform, http, requests, addFile } = start();
    for (const [kind, path, status] of [
      ["image", "", 200],
      ["file", "/status/413", 413],
    ] as const) {
      const reply = await platform.upload({
        url: `${http}${path}`,
        headers: { "X-Token": "t" },
        file: addFile(Uint8Array.of(65, 66, 67)),
        filename: "note.txt",
        fields: { title: "a note" },
        kind,
        timeoutMs: 5000,
        onProgress: undefined,
      });
      expect(requests.at(-1)?.body).toMatch(/name="title"\r\n[\s\S]*\r\na note\r\n/);
      expect(reply.status).toBe(status);
      expect(requests.at(-1)?.headers).toMatchObject({
        "x-token": "t",
        "content-type": expect.stringContaining("multipart/form-data"),
      });
      expect(requests.at(-1)?.body).toMatch(/name="file"; filename="[^"]+"[\s\S]*\r\n\r\nABC\r\n/);
    }
  });

  it("ends an upload that is under way, once what ends it was given", async () => {
    const { platform, http, addFile } = start();
    const abort = vi.fn<(end: () => void) => void>();
    const upload = platform.upload({
      url: `${http}/never`,
      headers: {},
      file: addFile(Uint8Array.of(65)),
      filename: "note.txt",
      kind: "file",
      timeoutMs: 20_000,
      onProgress: undefined,
      onTask: abort,
    });
    await vi.waitFor(() => expect(abort).toHaveBeenCalledOnce());
    abort.mock.calls[0]?.[0]();
    await expect(upload).rejects.toMatchObject({ name: "RequestFailure" });
  });

  it("says unsupported of a file that the host cannot upload", async () => {
    const { platform, http, addFile } = start();
    const file = "path" in addFile(new Uint8Array(1)) ? { data: {} } : { path: "/etc/passwd" };
    const upload = { url: http, headers: {}, file, filename: "x", kind: "file", timeoutMs: 5000 } as const;
    await expect(platform.upload({ ...upload, onProgress: undefined })).rejects.toMatchObject({ why: "unsupported" });
  });

  it("downloads bytes, and tells the status when there are none", async () => {
    const { platform, http } = start();
    const { status, bytes } = await platform.download({ url: http, headers: {}, timeoutMs: 5000 });
    expect(status).toBe(200);
    expect(String.fromCharCode(...bytes)).toBe('{"status":200,"length":0}');
    const missing = await platform.download({ url: `${http}/status/404`, headers: {}, timeoutMs: 5000 });
    expect(missing.status).toBe(404);
  });

  it("stores texts, and forgives what is too large", () => {
    const { storage } = start().platform;
    expect(storage.get("a")).toBeUndefined();
    storage.set("a", '{"deep":[1]}');
    expect(storage.get("a")).toBe('{"deep":[1]}');
    storage.remove("a");
    expect(storage.get("a")).toBeUndefined();
    expect(() => storage.set("big", "x".repeat(2_000_000))).not.toThrow();
  });

  it("tells of network and visibility until it is told to stop", () => {
    const { platform, phone } = start();
    const hints = new Hints();
    const stop = platform.watch(hints);
    phone?.goOffline();
    phone?.goOnline();
    phone?.hide();
    phone?.show();
    expect(hints.told).toEqual(phone ? ["offline", "online", "hide", "show"] : []);
    stop();
    phone?.hide();
    phone?.goOffline();
    expect(hints.told).toHaveLength(phone ? 4 : 0);
  });
}

const GET = { method: "GET", headers: {}, body: undefined, timeoutMs: 5000 } as const;

class Hints implements PlatformEvents {
  readonly told: string[] = [];
  readonly onOnline = () => void this.told.push("online");
  readonly onOffline = () => void this.told.push("offline");
  readonly onShow = () => void this.told.push("show");
  readonly onHide = () => void this.told.push("hide");
}

/** A socket and what was told about it; each event can be awaited, in order, also after it has come. */
export class Recorder {
  readonly story: string[] = [];
  private readonly events: { name: string; value: unknown }[] = [];
  private wake: () => void = () => {};
  private readonly socket: ReturnType<Platform["connect"]>;

  constructor(platform: Pick<Platform, "connect">, url: string) {
    const on = (name: string) => (value?: unknown) => {
      this.story.push(name);
      this.events.push({ name, value });
      this.wake();
    };
    this.socket = platform.connect(url, { onOpen: on("open"), onFrame: on("frame"), onClose: on("close") });
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  close(): void {
    this.socket.close();
  }

  async next(name: string): Promise<unknown> {
    while (this.events.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    const event = this.events.shift();
    if (event?.name !== name)
      throw new Error(`${event?.name} came instead of ${name}: ${JSON.stringify(event?.value)}`);
    return event.value;
  }

  async closed(): Promise<SocketClose> {
    return (await this.next("close")) as SocketClose; // what onClose is given
  }
}
