/** A time of every day during which a user wants no notices: `HH:MM-HH:MM`, in the user's time zone. */
import { AppError } from "../../kernel/errors.ts";

const PATTERN = /^(\d{1,2}):(\d{1,2})-(\d{1,2}):(\d{1,2})$/;

/** What official clients send to switch it off. */
const OFF = "00:00-00:00";

/**
 * Official clients send numbers without zeros in front (`8:30-9:5`). Undefined switches it off.
 *
 * @throws AppError INVALID_ARGUMENT.
 */
export function parseInterval(text: string): string | undefined {
  if (text === "") return undefined;
  const numbers = PATTERN.exec(text)?.slice(1).map(Number);
  const [fromHour = 24, fromMinute = 60, toHour = 24, toMinute = 60] = numbers ?? [];
  if (fromHour > 23 || toHour > 23 || fromMinute > 59 || toMinute > 59) {
    throw new AppError("INVALID_ARGUMENT", "ignoreInterval must be HH:MM-HH:MM");
  }
  const interval = `${pad(fromHour)}:${pad(fromMinute)}-${pad(toHour)}:${pad(toMinute)}`;
  return interval === OFF ? undefined : interval;
}

/** Equal ends mean the whole day; an end before the beginning is one of the next day. `minute`: of the day. */
export function isWithin(interval: string, minute: number): boolean {
  const [from = 0, to = 0] = interval.split("-").map(minuteOfText);
  if (from === to) return true;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Where nobody has said otherwise: the clock of the compatible service. */
const DEFAULT_TIME_ZONE = "Asia/Shanghai";

/** Bounded by the zones there are; making one costs more than a whole decision. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for what is no time zone. */
export function minuteOfDay(at: number, timeZone: string = DEFAULT_TIME_ZONE): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    formats.set(timeZone, format);
  }
  return minuteOfText(format.format(at));
}

/** The zone as it is called by everybody. @throws AppError INVALID_ARGUMENT. */
export function parseTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: text }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new AppError("INVALID_ARGUMENT", "timeZone is not known", { cause });
  }
}

function minuteOfText(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
