/** `npm run bench -- sdk`: our client beside the official one, in the same process, in turn. */
import { type Line, ms, type Row, type Setting, times, whole } from "../load/rows/row.ts";
import { type ClientFile, clientFiles } from "./clients.ts";
import type { Counts } from "./host.ts";
import { framesOf, loadCold, logIn, Receiver } from "./measures.ts";

const AIM = 5;
const PAGE = 50;

interface Pair<T> {
  readonly official: T;
  readonly ours: T;
}

export async function measureSdk({ scale }: Setting): Promise<Row> {
  const files = clientFiles();
  const { messages, rounds } = scale.sdk;
  const single = await decode(files, { messages, perFrame: 1, rounds });
  const paged = await decode(files, { messages, perFrame: PAGE, rounds });
  const loads = await inTurn(files, rounds * 3, async (file, round) => loadCold(file, round));
  const login = await inTurn(files, 1, (file) => logIn(file));
  const logins = { official: login.official[0] as Counts, ours: login.ours[0] as Counts };
  return {
    lines: [
      faster(`${whole(messages)} texts received, a frame each`, better(single)),
      faster(`${whole(messages)} texts received, pages of ${PAGE}`, better(paged)),
      faster("client loaded and constructed, cold", better(loads)),
      {
        what: "round trips from open to onConnected",
        baseline: String(roundTrips(logins.official)),
        ours: String(roundTrips(logins.ours)),
        ratio: times(roundTrips(logins.ours) / roundTrips(logins.official)),
        aim: "≤ the official",
        isMet: roundTrips(logins.ours) <= roundTrips(logins.official),
      },
    ],
    notes: [
      `client: the first quartile of ${rounds} rounds in turn (loading: ${rounds * 3}) in one process, both with their logs switched off`,
      `until onConnected: official ${said(logins.official)}; ours ${said(logins.ours)}`,
    ],
    faults: [],
    details: { single, paged, loads, logins },
  };
}

/** Milliseconds of each round; the first, in which code is compiled, is not among them. */
async function decode(
  files: readonly ClientFile[],
  { messages, perFrame, rounds }: { messages: number; perFrame: number; rounds: number },
): Promise<Pair<number[]>> {
  const receivers = new Map<ClientFile, Receiver>();
  for (const file of files) receivers.set(file, await Receiver.online(file));
  let frames: ArrayBuffer[] = [];
  let made = -1;
  const measured = await inTurn(files, rounds + 1, async (file, round) => {
    if (round !== made) frames = framesOf(messages, perFrame, round + 1);
    made = round;
    return (receivers.get(file) as Receiver).receive(frames, messages);
  });
  for (const receiver of receivers.values()) receiver.close();
  return { official: measured.official.slice(1), ours: measured.ours.slice(1) };
}

/** Both in each round, and who is first changes: what disturbs the machine disturbs both. */
async function inTurn<T>(
  files: readonly ClientFile[],
  rounds: number,
  measure: (file: ClientFile, round: number) => Promise<T>,
): Promise<Pair<T[]>> {
  const results: Pair<T[]> = { official: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? files : [...files].reverse();
    for (const file of order) {
      collect();
      results[file.name].push(await measure(file, round));
    }
  }
  return results;
}

/** What one leaves behind is not the other's to clear; only where the program was started with `--expose-gc`. */
const collect = (): void => (globalThis as { gc?: () => void }).gc?.();

/** What a quarter of the rounds did not need: those in which the machine had little else to do. */
const better = ({ official, ours }: Pair<number[]>): Pair<number> => ({
  official: firstQuartile(official),
  ours: firstQuartile(ours),
});

function firstQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4)] ?? Number.NaN;
}

function faster(what: string, { official, ours }: Pair<number>): Line {
  const ratio = official / ours;
  return {
    what,
    baseline: ms(official),
    ours: ms(ours),
    ratio: `${ratio.toFixed(1)} times as fast`,
    aim: `≥ ${AIM} times`,
    isMet: ratio >= AIM,
  };
}

/** A request, the handshake of a socket, and a frame that is waited for: each is one way there and back. */
const roundTrips = ({ requests, sockets, framesDown }: Counts): number => requests + sockets + framesDown;

const said = ({ requests, sockets, framesUp, framesDown }: Counts): string =>
  `${requests} requests, ${sockets} sockets, ${framesUp} frames up, ${framesDown} down`;
