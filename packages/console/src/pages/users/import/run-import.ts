import { call } from "../../../api/client.ts";
import { ApiError } from "../../../api/errors.ts";
import type { ReadRow } from "./read-csv.ts";

export interface RowResult {
  readonly row: number;
  readonly username: string;
  /** Null: it was created. */
  readonly failure: ApiError | null;
}

/** As many as the server takes at once. */
const BATCH = 60;
/** Before what was too much at once is tried again. */
const PAUSE_MS = 1000;
const MAX_ATTEMPTS = 10;

/** Creates users batch by batch; `report` is told what has become of each row. Stops, with all told, when `signal` says so. */
export async function runImport(
  params: { org: string; app: string },
  rows: readonly ReadRow[],
  report: (results: RowResult[]) => void,
  signal: AbortSignal,
): Promise<void> {
  // What has no name would make the whole batch invalid.
  const named = rows.filter(({ user }) => user.username !== "");
  const nameless = rows.filter(({ user }) => user.username === "");
  if (nameless.length > 0) report(nameless.map(({ row }) => ({ row, username: "", failure: noUsername })));
  for (let from = 0; from < named.length && !signal.aborted; from += BATCH) {
    report(await createBatch(params, named.slice(from, from + BATCH), signal));
  }
}

async function createBatch(
  params: { org: string; app: string },
  rows: readonly ReadRow[],
  signal: AbortSignal,
): Promise<RowResult[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { results } = await call("createUsers", { params, body: { users: rows.map(({ user }) => user) } }, signal);
      return rows.map(({ row, user }, index) => {
        const result = results[index];
        const failure =
          result === undefined || result.isCreated
            ? null
            : new ApiError(400, { code: result.code ?? "UNEXPECTED", message: result.message ?? "", details: {} });
        return { row, username: user.username, failure };
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const mayHelp = error.status === 429 || error.status === 503;
      if (!mayHelp || attempt === MAX_ATTEMPTS) {
        return rows.map(({ row, user }) => ({ row, username: user.username, failure: error }));
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
}

const noUsername = new ApiError(400, { code: "noUsername", message: "the row has no user id", details: {} });
