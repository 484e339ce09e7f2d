import type { Bus, DeviceEvent } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";

/** How long somebody may be away before leaving the rooms (limits, section 4). */
const ABSENCE_MS = 2 * 60 * 1000;
/** The longest time between two looks at who has been away too long. */
const SWEEP_MS = 5000;

interface Deps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly isOnline: (app: string, user: string) => boolean;
  /** Takes the user out of the rooms. */
  readonly leaveRooms: (app: string, user: string) => Promise<void>;
  readonly onFault: (error: unknown, user: { app: string; user: string }) => void;
}

/** Members of rooms whose last device has gone: after two minutes without one they leave. */
export class Absences {
  private readonly deps: Deps;
  /** When each of them leaves, the earliest first: everybody is given the same time. */
  private readonly leaving = new Map<string, { app: string; user: string; at: number }>();
  private readonly unsubscribe: Array<() => void>;
  private readonly sweeper: NodeJS.Timeout;

  constructor(deps: Deps) {
    this.deps = deps;
    this.unsubscribe = [
      deps.bus.subscribe("device.online", ({ app, user }) => this.leaving.delete(keyOf(app, user))),
      deps.bus.subscribe("device.offline", (event) => this.gone(event)),
    ];
    this.sweeper = setInterval(() => void this.sweep(), SWEEP_MS);
    this.sweeper.unref();
  }

  /** Users of whom nobody says that they are away: after a start of the server nobody is connected yet. */
  expect(users: Iterable<{ app: string; user: string }>): void {
    for (const user of users) this.gone(user);
  }

  /** Takes out who has been away long enough. Resolves when they have left. */
  async sweep(): Promise<void> {
    const now = this.deps.clock.now();
    const due = [];
    for (const [key, { app, user, at }] of this.leaving) {
      if (at > now) break;
      this.leaving.delete(key);
      if (!this.deps.isOnline(app, user)) due.push({ app, user });
    }
    for (const { app, user } of due) {
      try {
        await this.deps.leaveRooms(app, user);
      } catch (error) {
        this.deps.onFault(error, { app, user });
      }
    }
  }

  close(): void {
    clearInterval(this.sweeper);
    for (const stop of this.unsubscribe) stop();
    this.leaving.clear();
  }

  private gone({ app, user }: Pick<DeviceEvent, "app" | "user">): void {
    if (this.deps.isOnline(app, user)) return;
    const key = keyOf(app, user);
    this.leaving.delete(key);
    this.leaving.set(key, { app, user, at: this.deps.clock.now() + ABSENCE_MS });
  }
}

function keyOf(app: string, user: string): string {
  return `${app}/${user}`;
}
