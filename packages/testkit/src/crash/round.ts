import type { Seeded } from "../seeded.ts";
import type { Player } from "./player.ts";

/** What happens in one round, drawn from the seed. */
export interface Round {
  /** The server is killed once so many messages have been acknowledged in this round… */
  readonly acks: number;
  /** … and so many milliseconds have passed, so that the kill does not always follow an acknowledgement. */
  readonly extraMs: number;
  /** Before it is killed the server stands still, like on a machine that is suspended, so many milliseconds. */
  readonly stillMs: number | undefined;
  /** Receivers whose connection breaks after so many arrivals: in the middle of a batch, as often as not. */
  readonly cuts: ReadonlyMap<Player, number>;
  /** Receivers that have no network while the server is killed and started. */
  readonly absent: readonly Player[];
  /** The server is killed once more while people come back, so many milliseconds after it was ready. */
  readonly againMs: number | undefined;
}

export function planRound(random: Seeded, receivers: readonly Player[]): Round {
  const some = (probability: number): Player[] => receivers.filter(() => random.chance(probability));
  return {
    acks: random.chance(0.2) ? random.between(1, 20) : random.between(20, 300),
    extraMs: random.fraction() * 12,
    stillMs: random.chance(0.1) ? random.between(1000, 6000) : undefined,
    cuts: new Map(some(0.15).map((player) => [player, random.between(1, 60)])),
    absent: some(0.15),
    againMs: random.chance(0.2) ? random.fraction() * 400 : undefined,
  };
}

export function describeRound({ acks, extraMs, stillMs, cuts, absent, againMs }: Round): string {
  const names = (players: Iterable<Player>): string => [...players].map(({ device }) => device).join(" ");
  return [
    `killed after ${acks} acknowledgements + ${extraMs.toFixed(1)} ms`,
    ...(stillMs === undefined ? [] : [`stood still for ${stillMs} ms`]),
    ...(cuts.size > 0 ? [`cut: ${names(cuts.keys())}`] : []),
    ...(absent.length > 0 ? [`absent: ${names(absent)}`] : []),
    ...(againMs === undefined ? [] : [`killed again ${againMs.toFixed(0)} ms after its start`]),
  ].join("; ");
}
