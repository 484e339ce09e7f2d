import type { Realm } from "../realm/realm.ts";
import type { Files } from "./files.ts";
import type { DeviceNetwork } from "./network.ts";
import type { DeviceStorage } from "./storage.ts";

/** A mini program's host with a phone around it that a test can handle. */
export interface Runtime {
  readonly platform: "my" | "wx";
  readonly realm: Realm;
  readonly network: DeviceNetwork;
  readonly files: Files;
  /** Give it to the next runtime to restart the program with what it stored. */
  readonly storage: DeviceStorage;
  /** The program comes to the foreground. */
  show(): void;
  /** The program goes to the background. */
  hide(): void;
  /** How many listeners are registered, by event name, zero included. */
  listenerCounts(): Record<string, number>;
  /** Ends connections and timers: the platform killed the program. */
  close(): void;
}
