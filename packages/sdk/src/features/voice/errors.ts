import { ChatError } from "../../core/error.ts";
import { statusCode } from "../../core/status-code.ts";

/** Codes of the service, and a text where it is always the same (REST 3.6). */
const TYPES: Record<string, readonly [type: number, message?: string] | undefined> = {
  4041001: [statusCode.FILE_NOT_FOUND, "File not found"],
  4001002: [statusCode.FILE_INVALID, "Invalid file"],
  4001003: [statusCode.FILE_DURATION_TOO_LONG, "Voice duration exceeds 60 seconds"],
  4001001: [statusCode.REQUEST_PARAMETER_ERROR],
  4011001: [statusCode.NO_PERMISSION],
  4031001: [statusCode.SERVICE_NOT_ENABLED, "Service not enabled"],
  4031002: [statusCode.MAX_LIMIT],
  5021001: [statusCode.WEBIM_UPLOADFILE_ERROR, "File upload failed"],
  5021003: [statusCode.FILE_VOICE_TO_TEXT_FAILED],
  5001003: [statusCode.FILE_VOICE_TO_TEXT_FAILED],
};

/** The error by the code of the service; without one, that of the request. `data` is the answer. */
export function toVoiceError(reason: unknown): unknown {
  if (!(reason instanceof ChatError)) return reason;
  const { error } = (reason.data || {}) as { error?: { code?: string | number; message?: string } };
  if (error?.code === undefined) return reason;
  const { code, message = "" } = error;
  if (Number(code) === 4001001 && /uploaded file exceeds/i.test(message)) {
    return new ChatError(statusCode.FILE_TOO_LARGE, "File too large", reason.data);
  }
  const [type, text = message] = TYPES[code] || [statusCode.FILE_VOICE_TO_TEXT_FAILED];
  return new ChatError(type, text || "Voice-to-text failed", reason.data);
}
