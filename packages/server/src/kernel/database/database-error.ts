/** A statement that the engine refused. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  /** A row with the same key exists already. */
  readonly isDuplicateKey: boolean;

  constructor(message: string, options: ErrorOptions & { isDuplicateKey: boolean }) {
    super(message, options);
    this.isDuplicateKey = options.isDuplicateKey;
  }
}

/** Whether an insert failed because its key is taken: the portable form of "on conflict" where a conflict is an answer. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof DatabaseError && error.isDuplicateKey;
}
