import type { Post } from "./post.ts";

/** A post that reached the application, under the id of its message. */
export interface Arrival extends Post {
  readonly id: string;
}

/**
 * A client of the crash test: keeps its connection by itself, sends on demand, and tells what its application is shown.
 */
export interface Player {
  /** The name of the device in the ledger. */
  readonly device: string;
  readonly isConnected: boolean;
  /** Called for every arrival, in the order in which the application sees them. */
  onArrival: (arrival: Arrival) => void;
  /** Called whenever the player is logged in again. */
  onConnected: () => void;
  /** Sends as fast as acknowledgements return, until `stop`. */
  start(): void;
  /** Nothing new is sent; resolves when what was sent is acknowledged or given up. */
  stop(): Promise<void>;
  /** Breaks the connection. */
  cut(): void;
  goOffline(): void;
  goOnline(): void;
  /** The program ends and begins again on the same device, knowing nothing of what it has received. */
  beginAnew(): Promise<void>;
  leave(): Promise<void>;
}
