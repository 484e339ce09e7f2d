/** How long to wait before attempt `attempt` (from 1): growing, and different for everybody, so that nobody comes in a crowd. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const [from, to] = attempt <= 5 ? [1000, 2000] : attempt < 20 ? [3000, 6000] : [5000, 10_000];
  return Math.round(from + random() * (to - from));
}
