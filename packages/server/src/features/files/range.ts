import type { ByteRange } from "./blobs.ts";

/**
 * Reads a `Range` header (RFC 9110, 14.2) for a representation of `size` bytes. Undefined: answer everything, because
 * there is no range, not one of bytes, or more than one, which a server may ignore. `unsatisfiable`: answer 416.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(header ?? "");
  if (match === null) return undefined;
  const [, from = "", to = ""] = match;
  if (from === "") return to === "" ? undefined : suffix(Number(to), size);
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < first) return undefined;
  return first < size ? { first, last } : "unsatisfiable";
}

function suffix(length: number, size: number): ByteRange | "unsatisfiable" {
  if (length === 0) return "unsatisfiable";
  return { first: Math.max(0, size - length), last: size - 1 };
}
