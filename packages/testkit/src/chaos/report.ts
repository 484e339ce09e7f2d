import type { StoryReport } from "./story.ts";

export function toLine(report: StoryReport): string {
  const { seed, sent, acknowledged, rejected, orphaned, reconnects, logins, cuts, restarts, minutes } = report;
  const count = (kind: string): number => report.violations.filter((violation) => violation.kind === kind).length;
  return (
    `seed ${seed}: ${sent} messages in ${minutes} min (${acknowledged} acknowledged, ${rejected} rejected, ` +
    `${orphaned} unknown to a killed program), lost ${count("lost")}, doubled ${count("doubled") + count("stored twice")}, ` +
    `out of order ${count("out of order")}, ${reconnects} reconnects, ${logins} logins, ${cuts} cuts, ` +
    `${restarts} server restarts, ${report.violations.length} violations`
  );
}

/** For a story that failed: its violations, and the last things that happened before the first. */
export function toFailure({ seed, violations, last }: StoryReport): string {
  const named = violations.slice(0, 10).map(({ kind, what }) => `  ! ${kind}: ${what}`);
  return [`seed ${seed}`, ...named, ...last.map((line) => `  ${line}`)].join("\n");
}
