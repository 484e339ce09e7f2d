/**
 * The baseline of groups and rooms: the frames that our server would make of the messages, sent by a bare `ws` server to
 * everybody. The sender's own copy takes the place of an acknowledgement.
 */
import { inParallel } from "../accounts.ts";
import { MessageTemplate } from "../client/frames.ts";
import { scan } from "../client/scan.ts";
import { WebSocketClient } from "../client/websocket.ts";
import type { Failure } from "../failure.ts";
import type { Job } from "../jobs.ts";
import { CONNECTING } from "./echo.ts";
import { nameOf } from "./people.ts";
import { type Load, type LoadHooks, noHooks } from "./throughput.ts";

type BroadcastJob = Extract<Job, { kind: "broadcast" }>;

/** As long as an id of ours. */
const SOME_ID = "217234234234241025";

export class BroadcastLoad implements Load {
  hooks: LoadHooks = noHooks;
  arrived = 0;
  readonly fanout: number;
  readonly senders: number;
  readonly serverPid: number;
  readonly frameBytes: number;
  private readonly templates: MessageTemplate[];
  private readonly connections: WebSocketClient[];
  private readonly sent: Uint32Array;
  private total = 0;

  private constructor({ target, place, crowd }: BroadcastJob) {
    this.fanout = crowd.online - 1;
    this.senders = crowd.senders;
    this.serverPid = target.pid;
    this.connections = new Array(crowd.online);
    this.sent = new Uint32Array(crowd.senders);
    this.templates = Array.from({ length: crowd.senders }, (_, sender) =>
      MessageTemplate.down({ appKey: "rondo#demo", from: nameOf(sender), to: SOME_ID, place, sender }),
    );
    this.frameBytes = (this.templates[0] as MessageTemplate).payload.length;
  }

  static async open(job: BroadcastJob, failure: Failure): Promise<BroadcastLoad> {
    const load = new BroadcastLoad(job);
    await inParallel(job.crowd.online, CONNECTING, async (i) => {
      const onFrame = (bytes: Uint8Array, start: number, end: number) => load.receive(i, scan(bytes, start, end).texts);
      const connection = new WebSocketClient(job.target.websocket, { onFrame, onLost: failure.report });
      load.connections[i] = connection;
      await connection.opened();
    });
    return load;
  }

  get isSettled(): boolean {
    return this.arrived === this.total;
  }

  sentOf(sender: number): number {
    return this.sent[sender] as number;
  }

  send(sender: number, count: number): void {
    const connection = this.connections[sender] as WebSocketClient;
    const first = this.sentOf(sender);
    for (let i = 0; i < count; i++) (this.templates[sender] as MessageTemplate).append(connection, first + i);
    this.sent[sender] = first + count;
    this.total += count * this.fanout;
    connection.flush();
  }

  private receive(receiver: number, texts: ReadonlyArray<{ sender: number; number: number }>): void {
    for (const { sender, number } of texts) {
      if (sender === receiver) {
        this.hooks.released(sender);
        continue;
      }
      this.arrived += 1;
      this.hooks.arrived(sender, number);
    }
  }
}
