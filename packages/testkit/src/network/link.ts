import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A stretch of network in front of a server: a TCP relay that can break, go silent or refuse. It carries REST and
 * WebSocket alike and knows nothing of either, so it works for real browsers.
 */
export class Link {
  private readonly server: Server;
  private readonly pairs = new Set<[Socket, Socket]>();
  private isRefusing = false;

  private constructor(server: Server) {
    this.server = server;
  }

  static async to(target: { host: string; port: number }): Promise<Link> {
    const server = createServer({ allowHalfOpen: false });
    const link = new Link(server);
    server.on("connection", (near) => link.relay(near, target));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return link;
  }

  get port(): number {
    const address = this.server.address();
    if (!address || typeof address === "string") throw new Error("the link is closed");
    return address.port;
  }

  /** Resets every connection; new ones succeed. */
  cut(): void {
    for (const [near, far] of [...this.pairs]) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Resets every connection and every new one until `restore`. */
  down(): void {
    this.isRefusing = true;
    this.cut();
  }

  restore(): void {
    this.isRefusing = false;
  }

  /** Present connections stay open and carry nothing more. */
  swallow(): void {
    for (const pair of this.pairs) {
      for (const socket of pair) {
        socket.unpipe();
        socket.resume();
      }
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private relay(near: Socket, target: { host: string; port: number }): void {
    if (this.isRefusing) return void near.resetAndDestroy();
    const far = connect(target);
    const pair: [Socket, Socket] = [near, far];
    this.pairs.add(pair);
    const end = (): void => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on("error", () => {}); // "close" follows and ends the pair
      socket.on("close", end);
    }
    near.pipe(far);
    far.pipe(near);
  }
}
