import { describe, expect, it } from "vitest";
import { type ErrorCode, errorCodes } from "./index.ts";

type Row = { status: number; error: string; description: string; retryable: boolean; errorCode?: number };
const rows = Object.entries<Row>(errorCodes);

/** What the official client makes of the refusals that applications act on (REST sheet 3.2, 3.3, 3.5). */
const clientReads: Partial<Record<ErrorCode, Partial<Row>>> = {
  // Login stops at once instead of trying the next host.
  INVALID_PASSWORD: { status: 400, description: "invalid password" },
  USER_NOT_FOUND: { status: 404, description: "user not found" },
  // 52: no permission.
  UNAUTHORIZED: { status: 401, description: "Unable to authenticate (OAuth)" },
  // 222 and 223: downloads.
  FILE_FORBIDDEN: { status: 403, description: "chatfile no permission" },
  FILE_EXPIRED: { status: 404, error: "file_expired" },
  // 1400, 50 and 101.
  CONVERSATION_NOT_FOUND: { status: 404, errorCode: 91001 },
  PIN_LIMIT: { status: 403, errorCode: 91002 },
  FILE_PARTS_MISSING: { status: 400, errorCode: 14403 },
  // 500: server busy.
  RATE_LIMITED: { status: 429, retryable: true },
  OVERLOADED: { status: 503, retryable: true },
};

describe("refusals over HTTP", () => {
  it.each(Object.entries(clientReads))("[MS12] %s has the form that the client recognises", (code, form) => {
    expect(errorCodes[code as ErrorCode]).toMatchObject(form);
  });

  it("[MS12] no refusal has a status on which the client waits for ever", () => {
    for (const [code, { status, errorCode }] of rows) {
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(status === 406 && errorCode !== 90004, code).toBe(false);
    }
  });

  it("[MS12] every refusal has a name and a sentence, and only what may pass is worth trying again", () => {
    for (const [code, row] of rows) {
      expect(row.error, code).not.toBe("");
      expect(row.description, code).not.toBe("");
    }
    const permanent = rows.filter(([, row]) => row.retryable && ![409, 429, 500, 502, 503].includes(row.status));
    expect(permanent).toEqual([]);
  });
});
