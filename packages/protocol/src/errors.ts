/**
 * Every refusal, with its HTTP form (what compatible REST clients read), whether trying again may help, and a sentence.
 * The MSync form of the same refusals is in `statuses.ts`.
 */
interface ErrorRow {
  readonly status: number;
  /** The `error` member of the HTTP body. */
  readonly error: string;
  readonly retryable: boolean;
  readonly description: string;
  /** The `error_code` member of the HTTP body, a number, where clients look at it. */
  readonly errorCode?: number;
}

const row = (status: number, error: string, description: string, retryable = false): ErrorRow => ({
  status,
  error,
  retryable,
  description,
});

export const errorCodes = {
  INVALID_ARGUMENT: row(400, "illegal_argument", "the request is not valid"),
  INVALID_JSON: row(400, "json_parse", "the body is not valid JSON"),
  /** The body is JSON, but not of the shape the endpoint takes. */
  INVALID_BODY: row(400, "invalid_request_body", "Request body is invalid. Please check body is correct."),
  INVALID_PASSWORD: row(400, "invalid_grant", "invalid password"),
  USER_DISABLED: row(400, "invalid_grant", "user not activated"),
  CLIENT_ID_MISMATCH: row(400, "invalid_grant", "client_id does not match"),
  CLIENT_SECRET_MISMATCH: row(400, "invalid_grant", "client_secret does not match"),
  USER_EXISTS: row(
    400,
    "duplicate_unique_property_exists",
    "Entity user requires that property named username be unique",
  ),
  APP_EXISTS: row(400, "duplicate_unique_property_exists", "the application exists already"),
  UNAUTHORIZED: row(401, "unauthorized", "Unable to authenticate (OAuth)"),
  TOKEN_EXPIRED: row(401, "unauthorized", "Unable to authenticate due to expired access token"),
  TOKEN_CORRUPT: row(401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token"),
  TOKEN_UNKNOWN: row(401, "auth_bad_access_token", "Unable to authenticate"),
  /** The token is good and belongs to somebody else than the request speaks of. */
  TOKEN_MISMATCH: row(401, "unauthorized", "token is illegal."),
  REGISTRATION_CLOSED: row(401, "unauthorized", "registration is not open, please contact the app admin"),
  FORBIDDEN: row(403, "forbidden_op", "permission denied"),
  /** The application or the user is banned. */
  BANNED: row(403, "forbidden_service_operation", "Service operation not allowed"),
  /** The user has as many pinned conversations as allowed. */
  PIN_LIMIT: { ...row(403, "forbidden_op", "too many pinned conversations"), errorCode: 91002 },
  FILE_FORBIDDEN: row(403, "forbidden_op", "chatfile no permission"),
  NOT_FOUND: row(404, "service_resource_not_found", "Service resource not found"),
  USER_NOT_FOUND: row(404, "invalid_grant", "user not found"),
  /** The user whose resource a path names. Told apart from NOT_FOUND by the `exception` member of the body. */
  NAMED_USER_NOT_FOUND: row(404, "service_resource_not_found", "Service resource not found"),
  USER_ENTITY_NOT_FOUND: row(404, "entity_not_found", "User null not found"),
  CONVERSATION_NOT_FOUND: { ...row(404, "not_found", "the conversation does not exist"), errorCode: 91001 },
  APP_NOT_FOUND: row(404, "organization_application_not_found", "Could not find application"),
  FILE_NOT_FOUND: row(404, "entity_not_found", "file may not exists"),
  FILE_EXPIRED: row(404, "file_expired", "the file has expired"),
  FILE_TOO_LARGE: row(413, "file exceeding maximum limit", "the file size exceeds the maximum limit."),
  FILE_PARTS_MISSING: {
    ...row(400, "illegal_argument", "the upload is not complete: parts are missing"),
    errorCode: 14403,
  },
  METHOD_NOT_SUPPORTED: row(405, "unsupported_service_operation", "Service operation not supported"),
  /** The same account is being made by another request. */
  CONCURRENT_CREATION: row(409, "concurrent_operation_error", "concurrency create app user failed", true),
  RANGE_NOT_SATISFIABLE: row(416, "range_not_satisfiable", "the file ends before the range begins"),
  PAYLOAD_TOO_LARGE: row(413, "payload_too_large", "the request is larger than the limit"),
  RATE_LIMITED: row(429, "reach_limit", "This request has reached api limit.", true),
  USER_QUOTA: row(429, "resource_limited", "the application has all the users it may have"),
  INTERNAL: row(500, "internal_error", "internal error", true),
  OVERLOADED: row(503, "server_busy", "the server is busy", true),
} as const;

export type ErrorCode = keyof typeof errorCodes;
