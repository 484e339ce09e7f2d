/** Days as an application counts them. */

/** Offsets of time zones are multiples of it, so within one the date does not change anywhere. */
const QUARTER_MS = 15 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const formats = new Map<string, Intl.DateTimeFormat>();

export function quarterOf(at: number): number {
  return Math.floor(at / QUARTER_MS);
}

export function startOfQuarter(quarter: number): number {
  return quarter * QUARTER_MS;
}

export function dateOfQuarter(quarter: number, timeZone: string): string {
  return dateOf(startOfQuarter(quarter), timeZone);
}

/** `2026-11-28` */
export function dateOf(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Canada writes dates as ISO does.
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** The last `count` dates up to and with `today`, oldest first. */
export function datesUpTo(today: string, count: number): string[] {
  const end = Date.parse(`${today}T12:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(end - (count - 1 - i) * DAY_MS).toISOString().slice(0, 10));
}
