import type { ConsoleFailure } from "@rondo/protocol/console";

/** A call that was refused, or did not arrive (`status` 0, code NETWORK). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, failure: ConsoleFailure, options?: ErrorOptions) {
    super(failure.message, options);
    this.status = status;
    this.code = failure.code;
    this.details = failure.details;
  }
}

/** Reads the body of a refusal; a proxy in between may answer something of its own. */
export async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isFailure(body)) return new ApiError(response.status, { ...body, details: body.details ?? {} });
  return new ApiError(response.status, {
    code: response.status >= 500 ? "SERVER" : "UNEXPECTED",
    message: `${response.status} ${response.statusText}`,
    details: {},
  });
}

export function toNetworkError(cause: unknown): ApiError {
  return new ApiError(0, { code: "NETWORK", message: "the server could not be reached", details: {} }, { cause });
}

export function hasCode(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

function isFailure(body: unknown): body is ConsoleFailure {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}
