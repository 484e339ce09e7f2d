import type { Ledger } from "./ledger.ts";
import type { Post, PostKind } from "./post.ts";

/** What one player sends: a flow of numbered posts to one user, each entered in the ledger before it leaves. */
export class Outbox {
  readonly flow: string;
  /** The user who receives. */
  readonly to: string;
  readonly kind: PostKind;
  private readonly ledger: Ledger;

  constructor(ledger: Ledger, options: { flow: string; to: string; kind: PostKind }) {
    this.ledger = ledger;
    this.flow = options.flow;
    this.to = options.to;
    this.kind = options.kind;
  }

  next(): Post {
    return { flow: this.flow, number: this.ledger.send(this.flow) };
  }

  acknowledged(post: Post, id: string): void {
    this.ledger.acknowledge(post.flow, post.number, id);
  }
}
