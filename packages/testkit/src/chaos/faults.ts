import type { Seeded } from "../seeded.ts";
import type { Person } from "./person.ts";
import type { Phone } from "./phone.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Cut } from "./wire.ts";

/** What faults need of the story they happen in. */
export interface Stage {
  readonly time: VirtualTime;
  readonly chance: Seeded;
  /** Phones without a network. */
  readonly offline: Set<Phone>;
  /** People who have left on purpose, and come back by themselves. */
  readonly away: Set<Person>;
  readonly isCalm: boolean;
  cuts: number;
}

type Fault = (stage: Stage, person: Person, phone: Phone) => void;

const HINTS = ["onOnline", "onOffline", "onShow", "onHide"] as const;

/** What happens to one person, by name. */
export const faults: Record<string, Fault> = {
  "the connection is cut": (stage, person) => {
    const { chance } = stage;
    cut(stage, person, { clientToldMs: chance.below(300), serverToldMs: chance.below(300) });
  },
  "cut in the middle of a frame": (stage, person) => {
    cut(stage, person, { clientToldMs: stage.chance.below(100), serverToldMs: 0, isTorn: true });
  },
  "cut, and what was sent arrives late": (stage, person) => {
    const { chance } = stage;
    cut(stage, person, { clientToldMs: chance.below(300), lateMs: chance.between(10, 5000) });
  },
  "half-open: the server is gone and nobody says so": (stage, person) => {
    cut(stage, person, { serverToldMs: stage.chance.below(60_000) });
  },
  "half-open for both": (stage, person) => cut(stage, person, {}),
  "answers are lost": (stage, person) => {
    stage.cuts++;
    person.wire?.swallow("down");
  },
  "nothing gets up": (stage, person) => {
    stage.cuts++;
    person.wire?.swallow("up");
  },
  "the socket is displaced": (stage, _person, phone) => {
    stage.cuts++;
    phone.displace();
  },
  "the application is hidden": (stage, person, phone) => {
    const { chance, time } = stage;
    if (chance.chance(0.7)) phone.hint("onHide");
    phone.suspend();
    const hiddenMs = chance.pick([500, 5000, 45_000, 300_000]) + chance.below(5000);
    if (chance.chance(0.5)) {
      const toldMs = chance.chance(0.5) ? 0 : undefined;
      time.after(chance.below(hiddenMs), () => cut(stage, person, { clientToldMs: toldMs, serverToldMs: toldMs }));
    }
    time.after(hiddenMs, () => {
      phone.resume();
      if (chance.chance(0.8)) phone.hint("onShow");
    });
  },
  "the network goes": (stage, person, phone) => {
    const { chance, time, offline } = stage;
    offline.add(phone);
    if (chance.chance(0.7)) phone.hint("onOffline");
    cut(stage, person, { clientToldMs: chance.chance(0.5) ? chance.below(2000) : undefined });
    time.after(chance.pick([300, 5000, 30_000, 120_000]), () => {
      offline.delete(phone);
      if (chance.chance(0.7)) phone.hint("onOnline");
    });
  },
  "a hint without a reason": ({ chance }, _person, phone) => phone.hint(chance.pick(HINTS)),
  "the clock is set": ({ chance }, _person, phone) => phone.setClock(chance.pick([-3_600_000, -5000, 5000, 3_600_000])),
  "the application is killed": (stage, person) => {
    stage.cuts++;
    person.kill();
    leave(stage, person, () => person.start());
  },
  "the user logs out": (stage, person) => {
    person.close();
    leave(stage, person, () => {});
  },
  "the user logs out and in at once": (_stage, person) => {
    person.close();
    person.open();
  },
};

function cut(stage: Stage, person: Person, how: Partial<Cut>): void {
  stage.cuts++;
  person.wire?.cut({ clientToldMs: undefined, serverToldMs: undefined, lateMs: undefined, isTorn: false, ...how });
}

function leave(stage: Stage, person: Person, comeBack: () => void): void {
  const { chance, time, away } = stage;
  away.add(person);
  time.after(chance.pick([0, 1000, 20_000]), () => {
    if (!away.delete(person)) return;
    comeBack();
    person.open();
  });
}
