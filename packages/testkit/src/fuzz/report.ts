import { type FuzzReport, MEMORY_BOUND_MB } from "./fuzz.ts";

export function isClean(report: FuzzReport): boolean {
  const { lost, duplicated, outOfOrder, misidentified } = report.bystanders;
  return (
    report.findings.length + report.disturbances.length + report.crashes === 0 &&
    lost + duplicated + outOfOrder + misidentified === 0 &&
    report.megabytesAfter <= report.megabytesBefore + MEMORY_BOUND_MB
  );
}

export function toLines(report: FuzzReport, seed: number): string[] {
  const { bystanders, disturbances, findings } = report;
  const { acknowledged, lost, duplicated, outOfOrder } = bystanders;
  return [
    `fuzz: seed ${seed}, ${report.frames} frames, ${report.requests} HTTP requests, ${report.tcpConnections} TCP connections`,
    `crashes ${report.crashes}, findings ${findings.length}`,
    `HTTP answers: ${report.statuses}`,
    `acks by status: ${report.acks}`,
    `closes by code: ${report.closes}`,
    `memory: ${report.megabytesBefore} MB before, ${report.megabytesAfter} MB after, bound +${MEMORY_BOUND_MB} MB`,
    `bystanders: ${acknowledged} messages acknowledged, ${lost} lost, ${duplicated} duplicated, ${outOfOrder} out of order, ` +
      `${disturbances.length} disturbances`,
    ...[...findings, ...disturbances, ...bystanders.examples].map((text) => `  ! ${text}`),
  ];
}
