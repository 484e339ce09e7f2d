import { type ErrorCode, errorCodes } from "@rondo/protocol";

/**
 * A refusal that a client may see. The edges translate it: to an HTTP status and error body, or to an MSync status.
 * Anything else that is thrown is a bug of ours and is shown as `INTERNAL` with no detail.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  /** The sentence compatible clients match on; defaults to the table's. */
  readonly description: string;
  /** What a program can make its own sentence of. Only the console shows them. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    description?: string,
    options?: ErrorOptions & { details?: Readonly<Record<string, unknown>> },
  ) {
    const text = description ?? errorCodes[code].description;
    super(text, options);
    this.code = code;
    this.description = text;
    this.details = options?.details ?? {};
  }
}
