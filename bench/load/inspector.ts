/** What can be asked of a running Node process through its inspector, in all its threads. */
import { WebSocket } from "ws";
import { type CpuProfile, costsOf, type ThreadCosts } from "./profile.ts";

const COLLECTIONS = 3;

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface Pending {
  resolve(result: Record<string, unknown>): void;
  reject(error: Error): void;
}

export class Inspector {
  private readonly socket: WebSocket;
  private readonly pending = new Map<string, Pending>();
  private readonly workers: string[] = [];
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => this.handle(JSON.parse(String(data)) as Answer, ""));
    socket.on("close", () => {
      for (const { reject } of this.pending.values()) reject(new Error("the inspector closed its connection"));
    });
  }

  /** @param url what the process printed after "Debugger listening on". */
  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url, { maxPayload: 1 << 30 });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new Inspector(socket);
  }

  /** Collects the garbage of the main thread: what remains is what it really holds. */
  async collectGarbage(): Promise<void> {
    for (let i = 0; i < COLLECTIONS; i++) await this.call("HeapProfiler.collectGarbage", {}, "");
  }

  /** Bytes in use in the main thread: its heap, and the buffers that belong to it. */
  async liveBytes(): Promise<number> {
    const expression = "process.memoryUsage().heapUsed + process.memoryUsage().external";
    const { result } = await this.call("Runtime.evaluate", { expression }, "");
    // As the inspector protocol defines it; the expression is a number.
    return (result as { value: number }).value;
  }

  async startProfiles(): Promise<void> {
    await this.call("NodeWorker.enable", { waitForDebuggerOnStart: false }, "");
    for (const thread of this.threads()) {
      await this.call("Profiler.enable", {}, thread);
      await this.call("Profiler.setSamplingInterval", { interval: 500 }, thread);
      await this.call("Profiler.start", {}, thread);
    }
  }

  /** One for each thread, the main one first. */
  async stopProfiles(): Promise<CpuProfile[]> {
    const profiles: CpuProfile[] = [];
    for (const thread of this.threads()) {
      const { profile } = await this.call("Profiler.stop", {}, thread);
      // As the inspector protocol defines it.
      profiles.push(profile as CpuProfile);
    }
    return profiles;
  }

  close(): void {
    this.socket.close();
  }

  private threads(): string[] {
    return ["", ...this.workers];
  }

  /** @param thread the session of a worker; "" is the main thread. */
  private call(method: string, params: object, thread: string): Promise<Record<string, unknown>> {
    const id = ++this.lastId;
    const message = JSON.stringify({ id, method, params });
    return new Promise((resolve, reject) => {
      this.pending.set(`${thread}/${id}`, { resolve, reject });
      if (thread === "") this.socket.send(message);
      else {
        this.call("NodeWorker.sendMessageToWorker", { sessionId: thread, message }, "").catch(reject);
      }
    });
  }

  private handle(answer: Answer, thread: string): void {
    const { params } = answer;
    if (answer.method === "NodeWorker.attachedToWorker") this.workers.push(String(params?.sessionId));
    else if (answer.method === "NodeWorker.receivedMessageFromWorker") {
      this.handle(JSON.parse(String(params?.message)) as Answer, String(params?.sessionId));
    } else if (answer.id !== undefined) {
      const key = `${thread}/${answer.id}`;
      const waiting = this.pending.get(key);
      this.pending.delete(key);
      if (answer.error !== undefined) waiting?.reject(new Error(answer.error.message));
      else waiting?.resolve(answer.result ?? {});
    }
  }
}

/** Profiles a process while `task` runs, when there is an inspector to do it with. */
export async function profiled<T>(
  url: string | undefined,
  task: () => Promise<T>,
): Promise<{ result: T; profile: ThreadCosts[] | undefined }> {
  if (url === undefined) return { result: await task(), profile: undefined };
  const inspector = await Inspector.connect(url);
  try {
    await inspector.startProfiles();
    const result = await task();
    return { result, profile: (await inspector.stopProfiles()).map(costsOf) };
  } finally {
    inspector.close();
  }
}
