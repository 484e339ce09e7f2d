/**
 * What the row measures, each for one client. Times are of the clock: that of the processor moves in steps of 4 ms on many
 * systems, which is half of what loading takes. Others use the machine, too: the row takes what the better rounds took.
 */
import vm from "node:vm";
import { chatMessages, pageFrame } from "../codec/traffic.ts";
import { type ClientFile, type Connection, loadHere, OPTIONS, type Sdk } from "./clients.ts";
import { type Counts, Host, toBuffer } from "./host.ts";

/** A round takes a second at most. */
const PATIENCE_MS = 20_000;

const LOGIN = { user: "xiaoming", pwd: "secret" };

/** A client that is online at its own host, kept for many rounds: after the first its code is compiled. */
export class Receiver {
  private readonly host = new Host();
  private readonly connection: Connection;
  private received = 0;
  private awaited = 0;
  private whenReceived: () => void = () => {};

  private constructor(file: ClientFile) {
    const { connection } = loadHere(file, this.host.wx);
    this.connection = new connection(OPTIONS);
  }

  static async online(file: ClientFile): Promise<Receiver> {
    const receiver = new Receiver(file);
    await new Promise<void>((resolve, reject) => {
      receiver.connection.addEventHandler("bench", {
        onConnected: resolve,
        onTextMessage: () => {
          receiver.received += 1;
          if (receiver.received === receiver.awaited) receiver.whenReceived();
        },
      });
      receiver.connection.open(LOGIN).catch(reject);
    });
    return receiver;
  }

  /** Milliseconds from the first frame until the application has the last message. */
  async receive(frames: readonly ArrayBuffer[], messages: number): Promise<number> {
    this.received = 0;
    this.awaited = messages;
    const all = new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`a client has received only ${this.received} of ${messages} messages`));
      const patience = setTimeout(late, PATIENCE_MS);
      this.whenReceived = () => {
        clearTimeout(patience);
        resolve();
      };
    });
    const startedAt = performance.now();
    for (const frame of frames) this.host.push(frame);
    await all;
    return performance.now() - startedAt;
  }

  close(): void {
    this.connection.close();
  }
}

/** Frames with `perFrame` messages each; `seed` makes others, which no client has seen. */
export function framesOf(messages: number, perFrame: number, seed: number): ArrayBuffer[] {
  const all = chatMessages(messages, seed).map((message) => ({
    ...message,
    // Ids of their own for each round: what has been seen is not shown again.
    id: String(BigInt(message.id) + BigInt(seed) * 1_000_000_000_000_000n),
  }));
  const frames: ArrayBuffer[] = [];
  for (let i = 0; i < all.length; i += perFrame) frames.push(toBuffer(pageFrame(all.slice(i, i + perFrame))));
  return frames;
}

/** Milliseconds to compile and run the file in a world that has never seen it, and to make a connection. */
export function loadCold({ source }: ClientFile, round: number): number {
  const context = vm.createContext({ wx: new Host().wx, setTimeout, clearTimeout, setInterval, clearInterval });
  vm.runInContext(
    "globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {}, trace() {} };",
    context,
  );
  // A text of its own, or the engine would find it compiled.
  const text = `(function (module, exports) {/* ${round} */${source}\n})`;
  const startedAt = performance.now();
  const run = new vm.Script(text).runInContext(context) as (module: object, exports: object) => void;
  const module = { exports: {} };
  run(module, module.exports);
  new (module.exports as Sdk).connection(OPTIONS);
  return performance.now() - startedAt;
}

/** What it costs to be online, with a password. */
export async function logIn(file: ClientFile): Promise<Counts> {
  const host = new Host();
  const connection = new (loadHere(file, host.wx).connection)(OPTIONS);
  const counts = await new Promise<Counts>((resolve, reject) => {
    connection.addEventHandler("bench", { onConnected: () => resolve({ ...host.counts }) });
    connection.open(LOGIN).catch(reject);
  });
  connection.close();
  return counts;
}
