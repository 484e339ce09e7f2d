import { errorCodes } from "@rondo/protocol";
import type { Answer } from "./http.ts";

export interface Row {
  /** The endpoint, and after a slash which use of it. */
  readonly row: string;
  readonly endpoint: string;
  /** By standing. */
  readonly marks: ReadonlyMap<string, Mark>;
}

/** Reads a table of rules: the first line has the standings, each other line an operation and its marks. */
export function parseRules(text: string): Row[] {
  const [head = [], ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return lines.map(([row = "", ...cells]) => {
    if (cells.length !== head.length) throw new Error(`${row} has ${cells.length} marks for ${head.length} standings`);
    const marks = head.map((standing, column) => [standing, cells[column]] as const);
    for (const [standing, mark] of marks) if (!isMark(mark)) throw new Error(`${row}, ${standing}: ${mark} is no mark`);
    // Just looked at.
    return { row, endpoint: row.replace(/\/.*/, ""), marks: new Map(marks as Array<[string, Mark]>) };
  });
}

export interface Facts {
  readonly kind: "group" | "room" | "thread";
  /** The name of who has called. */
  readonly who: string;
}

interface Refusal {
  readonly status: number;
  readonly description: string;
  readonly code?: number;
}

const notMember = (status: number, who: string): Refusal => ({
  status,
  description: `users [${who}] are not members of this group!`,
});
const unknown = {
  group: [errorCodes.GROUP_NOT_FOUND.description, "does not exist!"],
  room: ["does not exist!"],
  thread: [errorCodes.THREAD_NOT_FOUND.description],
} as const;

/** What the letters of the tables mean: a refusal, or what a 200 has to look like. */
const marks = {
  x: () => ({ status: 200, description: "" }),
  "-": () => ({ status: 403, description: "permission denied" }),
  /** Of rooms by 400, as in the compatible service. */
  o: ({ kind, who }) => notMember(kind === "room" ? 400 : 403, who),
  h: ({ who }) => notMember(403, who),
  f: ({ kind }) => ({ status: 404, description: unknown[kind].join("|") }),
  c: () => ({ status: 401, description: errorCodes.TOKEN_CORRUPT.description }),
  t: () => ({ status: 401, description: errorCodes.THREAD_FORBIDDEN.description, code: 40001 }),
  i: () => ({ status: 400, description: errorCodes.REACTION_ILLEGAL.description }),
  m: () => ({ status: 400, description: errorCodes.REPORTED_MESSAGE_NOT_FOUND.description }),
  /** The owner hands over first. */
  w: () => ({ status: 403, description: "forbidden operation on group owner!" }),
  n: () => ({ status: 403, description: "there is no invitation of this user" }),
  a: ({ who }) => ({ status: 403, description: `can not join this group, reason:user: ${who} already in group` }),
  d: () => ({ status: 403, description: errorCodes.MUC_DISABLED.description }),
  /** Allowed, and there is nothing to see. */
  e: () => ({ status: 200, description: "" }),
} as const satisfies Record<string, (facts: Facts) => Refusal>;

export type Mark = keyof typeof marks;

function isMark(text: string | undefined): text is Mark {
  return text !== undefined && Object.hasOwn(marks, text);
}

/** Undefined when the answer is what the mark says; otherwise what that would be. */
export function wrong(answer: Answer, mark: Mark, facts: Facts): string | undefined {
  const wanted: Refusal = marks[mark](facts);
  const { body } = answer;
  const isRight =
    answer.status === wanted.status &&
    (wanted.status === 200 || wanted.description.split("|").some((text) => body.error_description?.includes(text))) &&
    (wanted.code === undefined || body.error_code === wanted.code) &&
    (mark !== "e" || (body.entities ?? body.data).length === 0);
  if (isRight) return undefined;
  const got = `${answer.status} ${body.error_description ?? JSON.stringify(body).slice(0, 200)}`;
  return `${got} instead of ${wanted.status} ${wanted.description}`;
}
