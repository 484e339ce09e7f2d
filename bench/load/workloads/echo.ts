/** The baseline: the same frames, sent back by a bare `ws` server. A message has arrived when it is back. */
import { inParallel } from "../accounts.ts";
import { MessageTemplate } from "../client/frames.ts";
import { WebSocketClient } from "../client/websocket.ts";
import type { Failure } from "../failure.ts";
import type { EchoTarget } from "../jobs.ts";
import { type Load, type LoadHooks, noHooks } from "./throughput.ts";

export const CONNECTING = 32;

export class EchoLoad implements Load {
  hooks: LoadHooks = noHooks;
  readonly fanout = 1;
  arrived = 0;
  readonly serverPid: number;
  readonly frameBytes: number;
  private readonly template = MessageTemplate.up({
    appKey: "rondo#demo",
    from: "u000000",
    to: "u000001",
    place: "user",
    sender: 0,
  });
  private readonly connections: WebSocketClient[];
  private readonly sent: Uint32Array;
  private readonly back: Uint32Array;
  private total = 0;

  private constructor(target: EchoTarget, connections: WebSocketClient[]) {
    this.serverPid = target.pid;
    this.frameBytes = this.template.payload.length;
    this.connections = connections;
    this.sent = new Uint32Array(connections.length);
    this.back = new Uint32Array(connections.length);
  }

  static async open(target: EchoTarget, { count, failure }: { count: number; failure: Failure }): Promise<EchoLoad> {
    const connections: WebSocketClient[] = new Array(count);
    const load = new EchoLoad(target, connections);
    await inParallel(count, CONNECTING, async (i) => {
      const hooks = { onFrame: () => load.receive(i), onLost: failure.report };
      const connection = new WebSocketClient(target.websocket, hooks);
      connections[i] = connection;
      await connection.opened();
    });
    return load;
  }

  get senders(): number {
    return this.connections.length;
  }

  get isSettled(): boolean {
    return this.arrived === this.total;
  }

  sentOf(sender: number): number {
    return this.sent[sender] as number;
  }

  send(sender: number, count: number): void {
    const connection = this.connections[sender] as WebSocketClient;
    const first = this.sent[sender] as number;
    for (let i = 0; i < count; i++) this.template.append(connection, first + i);
    this.sent[sender] = first + count;
    this.total += count;
    connection.flush();
  }

  /** Frames come back in the order they were sent. */
  private receive(connection: number): void {
    const number = this.back[connection] as number;
    this.back[connection] = number + 1;
    this.arrived += 1;
    this.hooks.arrived(connection, number);
    this.hooks.released(connection);
  }
}
