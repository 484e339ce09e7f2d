/** Reads a list of users from a CSV file, as spreadsheets write it. */
import Papa from "papaparse";

interface NewUser {
  readonly username: string;
  readonly password?: string;
  readonly nickname?: string;
}

export interface ReadRow {
  /** In the file, from 1; the head is a row, too. */
  readonly row: number;
  readonly user: NewUser;
}

const FIELDS = ["username", "password", "nickname"] as const;

/** @throws CsvError when it cannot be a list of users. */
export function readUsers(text: string): ReadRow[] {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: "greedy" });
  // A file of one column has no delimiter to find, and that is no mistake.
  const error = errors.find(({ type }) => type !== "Delimiter");
  if (error !== undefined) throw new CsvError("malformed", (error.row ?? 0) + 1);
  const [head = [], ...rows] = data;
  const columns = head.map((name) => name.trim().toLowerCase());
  const at = Object.fromEntries(FIELDS.map((field) => [field, columns.indexOf(field)]));
  if (at.username === -1) throw new CsvError("noUsername", 1);
  if (rows.length === 0) throw new CsvError("empty", 1);
  return rows.map((cells, index) => {
    const value = (field: (typeof FIELDS)[number]): string => cells[at[field] ?? -1]?.trim() ?? "";
    const password = value("password");
    const nickname = value("nickname");
    const user = { username: value("username"), ...(password ? { password } : {}), ...(nickname ? { nickname } : {}) };
    return { row: index + 2, user };
  });
}

export class CsvError extends Error {
  override readonly name = "CsvError";
  readonly reason: "malformed" | "noUsername" | "empty";
  readonly row: number;

  constructor(reason: CsvError["reason"], row: number) {
    super(`${reason} at row ${row}`);
    this.reason = reason;
    this.row = row;
  }
}

/** Of the results, for a spreadsheet: texts that it would take for formulas are made harmless. */
export function writeCsv(rows: readonly Record<string, string>[]): string {
  return `\uFEFF${Papa.unparse([...rows], { escapeFormulae: true })}`;
}
