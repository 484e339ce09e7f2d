import { AppError } from "../../kernel/errors.ts";

const COUNT = 20;

/**
 * The number in `mark_<n>`.
 *
 * @throws AppError INVALID_ARGUMENT in the words that clients know.
 */
export function parseMark(text: string | undefined): number {
  if (text === undefined || text === "") {
    throw new AppError("INVALID_ARGUMENT", "param mark must be not empty, please check!");
  }
  const number = /^mark_(\d{1,2})$/.exec(text)?.[1];
  if (number === undefined || Number(number) >= COUNT) {
    throw new AppError("INVALID_ARGUMENT", "param mark illegal, please check it!");
  }
  return Number(number);
}

function hasMark(marks: number, mark: number): boolean {
  return (marks & (1 << mark)) !== 0;
}

export function withMark(marks: number, mark: number): number {
  return marks | (1 << mark);
}

export function withoutMark(marks: number, mark: number): number {
  return marks & ~(1 << mark);
}

/** The names of the marks that are set, as clients read them. */
export function markNames(marks: number): string[] {
  return Array.from({ length: COUNT }, (_, mark) => mark)
    .filter((mark) => hasMark(marks, mark))
    .map((mark) => `mark_${mark}`);
}
