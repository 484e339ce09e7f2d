import { useMemo } from "react";
import { useLanguage } from "./use-language.ts";

/** Numbers, times and sizes as the language writes them. Times are the reader's own, unless a zone is named. */
export function useFormat() {
  const { language } = useLanguage();
  return useMemo(() => {
    const number = new Intl.NumberFormat(language);
    const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
    const shortTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
    const day = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", timeZone: "UTC" });
    const list = new Intl.ListFormat(language, { type: "conjunction" });
    return {
      number: (value: number) => number.format(value),
      time: (at: number) => time.format(at),
      shortTime: (at: number) => shortTime.format(at),
      /** Of a calendar date such as `2026-11-28`, which belongs to no zone. */
      day: (date: string) => day.format(new Date(`${date}T00:00:00Z`)),
      list: (items: readonly string[]) => list.format(items),
      bytes: (bytes: number) => bytesOf(number, bytes),
    };
  }, [language]);
}

const UNITS = ["B", "KiB", "MiB", "GiB"];

function bytesOf(number: Intl.NumberFormat, bytes: number): string {
  const power = bytes === 0 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${number.format(Math.round((bytes / 1024 ** power) * 10) / 10)} ${UNITS[power]}`;
}
