import type { Seeded } from "../seeded.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** One end of a connection: what it is told. */
export interface WireEnd {
  onFrame(frame: Uint8Array): void;
  /** The other end, or the network, has ended it. */
  onClose(code: number | undefined): void;
}

/** What the network does to frames while nothing is broken. */
export interface Weather {
  minDelayMs: number;
  maxDelayMs: number;
  /** Of a frame to come twice, at once or some seconds later. */
  duplicates: number;
}

/** How a connection ends when nobody closes it properly. */
export interface Cut {
  /** When each end learns of it; undefined: never (half-open). */
  readonly clientToldMs: number | undefined;
  readonly serverToldMs: number | undefined;
  /** What the client has sent and was still under way arrives nevertheless, so much later; undefined: it is lost. */
  readonly lateMs: number | undefined;
  /** Of the frame that was on its way down, the first part arrives (a host that hands on pieces). */
  readonly isTorn: boolean;
}

type Direction = "up" | "down";

/**
 * A connection between a client and the server: two directions, each in order, each with its delays, until it is cut.
 * What is under way when it is cut is lost, or comes late, as on a real network.
 */
export class Wire {
  client: WireEnd | undefined;
  server: WireEnd | undefined;
  private readonly time: VirtualTime;
  private readonly chance: Seeded;
  private readonly weather: Weather;
  private readonly swallows = { up: false, down: false };
  private readonly lastArrival = { up: 0, down: 0 };
  private readonly underWay: { up: Uint8Array[]; down: Uint8Array[] } = { up: [], down: [] };
  private generation = 0;

  constructor(time: VirtualTime, chance: Seeded, weather: Weather) {
    this.time = time;
    this.chance = chance;
    this.weather = weather;
  }

  send(direction: Direction, frame: Uint8Array): void {
    if (this.swallows[direction]) return;
    const { generation } = this;
    this.underWay[direction].push(frame);
    this.arrange(direction, () => {
      this.underWay[direction].shift();
      this.hand(direction, frame);
      if (!this.chance.chance(this.weather.duplicates)) return;
      this.time.after(this.chance.chance(0.5) ? 0 : this.chance.below(3000), () => {
        if (generation === this.generation) this.hand(direction, frame);
      });
    });
  }

  /** One end closes it: the other learns after what is under way has arrived. */
  close(by: "client" | "server", code: number | undefined): void {
    const direction = by === "client" ? "up" : "down";
    if (by === "client") this.client = undefined;
    else this.server = undefined;
    if (this.swallows[direction]) return;
    this.arrange(direction, () => {
      const end = direction === "up" ? this.server : this.client;
      this.server = undefined;
      this.client = undefined;
      end?.onClose(code);
    });
  }

  /** From now on nothing goes in this direction, and nobody says so. */
  swallow(direction: Direction): void {
    this.swallows[direction] = true;
  }

  cut({ clientToldMs, serverToldMs, lateMs, isTorn }: Cut): void {
    this.generation++;
    this.swallow("up");
    this.swallow("down");
    const { up, down } = this.underWay;
    this.underWay.up = [];
    this.underWay.down = [];
    const [torn] = down;
    if (isTorn && torn !== undefined && torn.length > 1) {
      this.client?.onFrame(torn.slice(0, this.chance.between(1, torn.length - 1)));
    }
    if (lateMs !== undefined) {
      this.time.after(lateMs, () => {
        for (const frame of up) this.server?.onFrame(frame);
      });
    }
    this.tell("client", clientToldMs);
    this.tell("server", serverToldMs);
  }

  private tell(end: "client" | "server", afterMs: number | undefined): void {
    if (afterMs === undefined) return;
    this.time.after(afterMs, () => {
      const told = this[end];
      this[end] = undefined;
      told?.onClose(undefined);
    });
  }

  private arrange(direction: Direction, run: () => void): void {
    const { generation, weather, time } = this;
    const delay = this.chance.between(weather.minDelayMs, weather.maxDelayMs);
    const at = Math.max(this.lastArrival[direction], time.now + delay);
    this.lastArrival[direction] = at;
    time.after(at - time.now, () => {
      if (generation === this.generation && !this.swallows[direction]) run();
    });
  }

  private hand(direction: Direction, frame: Uint8Array): void {
    const end = direction === "up" ? this.server : this.client;
    end?.onFrame(frame);
  }
}
