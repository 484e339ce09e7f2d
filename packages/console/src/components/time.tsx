import { useFormat } from "../i18n/format.ts";

/** A moment in the reader's own time; null: not known, or never. */
export function Time({ at, isExact = false }: { at: number | null; isExact?: boolean }) {
  const format = useFormat();
  if (at === null) return <span className="quiet">–</span>;
  return (
    <time className="time" dateTime={new Date(at).toISOString()}>
      {isExact ? format.time(at) : format.shortTime(at)}
    </time>
  );
}
