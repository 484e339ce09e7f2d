import { randomBytes } from "node:crypto";

export interface FilePart {
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A multipart/form-data body as the platforms' uploadFile makes it: the text fields, then the file. */
export function multipart(fields: Record<string, string>, file: FilePart): { contentType: string; body: Buffer } {
  const boundary = `----rondo${randomBytes(12).toString("hex")}`;
  const head = (disposition: string, type?: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type ? `Content-Type: ${type}\r\n` : ""}\r\n`;
  const text = Object.entries(fields).map(([name, value]) => `${head(`name="${name}"`)}${value}\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([
      Buffer.from(text.join("") + head(`name="${file.field}"; filename="${file.filename}"`, file.contentType)),
      file.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}
