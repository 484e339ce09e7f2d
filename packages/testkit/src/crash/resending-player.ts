import { setTimeout as delay } from "node:timers/promises";
import { type CommSyncDL, encode, MessageBody, MessageBodyContentType, MessageBodyType } from "@rondo/protocol";
import { type Identity, RawClient, textOf } from "../../../server/src/gateway/testing/raw-client.ts";
import type { Outbox } from "./outbox.ts";
import type { Arrival, Player } from "./player.ts";
import { fromText, type Post, toText } from "./post.ts";
import { Ring } from "./ring.ts";

/** How soon a client tries again that could not connect. */
const RETRY_MS = 40;

export interface ResendingWish {
  readonly device: string;
  readonly identity: Identity;
  readonly kind: "binary" | "base64";
  readonly websocket: string;
  readonly outbox: Outbox | undefined;
  readonly inFlight: number;
  readonly onIncident: (what: string) => void;
}

interface Unanswered {
  readonly post: Post;
  readonly payload: Uint8Array;
}

/**
 * A client that keeps what was not acknowledged and sends it again after it has reconnected, under the same client id and
 * with the same bytes. So everything it sends must arrive, once.
 */
export class ResendingPlayer implements Player {
  readonly device: string;
  onArrival: (arrival: Arrival) => void = () => {};
  onConnected: () => void = () => {};
  private readonly wish: ResendingWish;
  private readonly unanswered = new Map<string, Unanswered>();
  private ring = new Ring();
  private client: RawClient | undefined;
  private isOnline = false;
  private isReachable = true;
  private stopping = true;
  private leaving = false;
  private whenAnswered: (() => void) | undefined;
  private living: Promise<void> = Promise.resolve();

  constructor(wish: ResendingWish) {
    this.wish = wish;
    this.device = wish.device;
  }

  get isConnected(): boolean {
    return this.isOnline;
  }

  arrive(): Promise<void> {
    this.leaving = false;
    return new Promise((resolve) => {
      this.living = this.live(resolve);
    });
  }

  start(): void {
    this.stopping = false;
    this.fill();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.unanswered.size === 0) return;
    await new Promise<void>((resolve) => {
      this.whenAnswered = resolve;
    });
  }

  cut(): void {
    this.client?.cut();
  }

  goOffline(): void {
    this.isReachable = false;
    this.cut();
  }

  goOnline(): void {
    this.isReachable = true;
  }

  async beginAnew(): Promise<void> {
    await this.leave();
    this.ring = new Ring();
    await this.arrive();
  }

  async leave(): Promise<void> {
    this.leaving = true;
    // The acknowledgements of what was received leave before the close frame.
    await this.client?.close();
    await this.living;
  }

  /** Connects, listens until the connection ends, and begins again. */
  private async live(onFirst: () => void): Promise<void> {
    let isFirst = true;
    while (!this.leaving) {
      try {
        if (!this.isReachable) throw new Error("no network");
        await this.connect();
      } catch {
        await delay(RETRY_MS); // no server, or no network: what a client does then
        continue;
      }
      this.isOnline = true;
      this.onConnected();
      if (isFirst) onFirst();
      isFirst = false;
      await this.listen();
      this.isOnline = false;
    }
  }

  private async connect(): Promise<void> {
    const { websocket, identity, kind } = this.wish;
    const client = await RawClient.connect(websocket, { identity, kind });
    this.client = client;
    const answer = await whileOpen(client, client.provision());
    if (answer.status?.errorCode !== 0) {
      this.wish.onIncident(`${this.device} was refused: ${answer.status?.reason}`);
      await client.closed;
      throw new Error("refused");
    }
    for (const [id, { payload }] of this.unanswered) this.write(id, payload);
    for (const queue of await whileOpen(client, client.unread())) client.pull(queue);
    this.fill();
  }

  private async listen(): Promise<void> {
    const { client } = this;
    if (!client) return;
    try {
      for (;;) {
        const frame = await whileOpen(
          client,
          client.next(() => true),
        );
        if (frame.command === "sync") this.hear(client, frame.sync);
      }
    } catch {
      // Closed: `live` goes on. Close frames with a code of ours would have said why.
      const { code, reason } = await client.closed;
      if (code >= 4100 && !this.leaving) this.wish.onIncident(`${this.device} was closed: ${code} ${reason}`);
    }
  }

  private hear(client: RawClient, sync: CommSyncDL): void {
    if (sync.metaId !== undefined && sync.metaId !== "0") {
      this.hearAck(sync.metaId, sync);
      return;
    }
    for (const meta of sync.metas ?? []) {
      const post = fromText(textOf(meta));
      if (post === undefined || meta.id === undefined || !this.ring.add(meta.id)) continue;
      this.onArrival({ ...post, id: meta.id });
    }
    if (sync.nextKey !== undefined && sync.isLast !== true && sync.queue) client.pull(sync.queue, sync.nextKey);
  }

  private hearAck(metaId: string, { status, serverId }: CommSyncDL): void {
    const answered = this.unanswered.get(metaId);
    if (!answered) return;
    if (status?.errorCode !== 0 || serverId === undefined) {
      this.wish.onIncident(`${this.device} could not send: ${status?.errorCode} ${status?.reason}`);
    } else {
      this.ring.add(serverId);
      this.wish.outbox?.acknowledged(answered.post, serverId);
    }
    this.unanswered.delete(metaId);
    if (!this.stopping) this.fill();
    else if (this.unanswered.size === 0) this.whenAnswered?.();
  }

  private fill(): void {
    const { outbox, inFlight, identity } = this.wish;
    while (outbox && !this.stopping && this.unanswered.size < inFlight) {
      const post = outbox.next();
      const payload = encode(MessageBody, {
        type: MessageBodyType.CHAT,
        from: { name: identity.user },
        to: { name: outbox.to },
        contents: [{ type: MessageBodyContentType.TEXT, text: toText(post) }],
      });
      const id = String(FIRST_ID + post.number);
      this.unanswered.set(id, { post, payload });
      this.write(id, payload);
    }
  }

  private write(id: string, payload: Uint8Array): void {
    const { client, wish } = this;
    if (client && wish.outbox) client.body(wish.outbox.to, {}, { id, payload });
  }
}

/** What is waited for on a connection fails with it, even if it had ended before. */
function whileOpen<T>(client: RawClient, answer: Promise<T>): Promise<T> {
  const closed = client.closed.then(({ code, reason }) => {
    throw new Error(`closed with ${code} ${reason}`);
  });
  return Promise.race([answer, closed]);
}

const FIRST_ID = 434_991_600_001;
