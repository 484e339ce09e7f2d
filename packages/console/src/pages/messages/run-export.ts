import type { ConsoleQuery } from "@rondo/protocol/console";
import { send } from "../../api/client.ts";
import { ApiError, toNetworkError } from "../../api/errors.ts";

export type ExportFilter = ConsoleQuery<"exportMessages">;

export interface ExportProgress {
  readonly messages: number;
  readonly bytes: number;
  /** Of the last message, epoch ms: they come in the order of time. */
  readonly at: number | undefined;
}

/**
 * Downloads messages as JSON Lines. The last line of a complete download is `{"end":true,"count":n}` and does not belong
 * to the file.
 *
 * @throws ApiError when it is refused, breaks off or is not complete.
 */
export async function runExport(
  params: { org: string; app: string },
  filter: ExportFilter,
  report: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<{ file: Blob; messages: number }> {
  const response = await send("exportMessages", { params, query: filter }, signal);
  const reader = (response.body ?? new Blob([]).stream()).pipeThrough(new TextDecoderStream()).getReader();
  const parts: string[] = [];
  let rest = "";
  let messages = 0;
  let bytes = 0;
  let end: number | undefined;
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? error : toNetworkError(error);
    });
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    const full = lines.filter((line) => line !== "");
    const last = full.at(-1);
    if (last === undefined) continue;
    end = endOf(last);
    if (end !== undefined) full.pop();
    messages += full.length;
    bytes += value.length;
    if (full.length > 0) parts.push(`${full.join("\n")}\n`);
    report({ messages, bytes, at: timeOf(full.at(-1)) });
  }
  if (end !== messages) {
    throw new ApiError(0, { code: "exportBroken", message: "the last line is missing", details: {} });
  }
  return { file: new Blob(parts, { type: "application/x-ndjson" }), messages };
}

function endOf(line: string): number | undefined {
  // Cheap to tell: a message begins with its id.
  if (!line.startsWith('{"end":true')) return undefined;
  return (JSON.parse(line) as { count: number }).count; // the contract's last line
}

function timeOf(line: string | undefined): number | undefined {
  return line === undefined ? undefined : (JSON.parse(line) as { at: number }).at; // the contract's lines
}
