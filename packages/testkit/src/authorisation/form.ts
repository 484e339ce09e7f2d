const BOUNDARY = "the-boundary";

/** A form with a small file, as the body of a request. */
export function multipart(
  fields: Readonly<Record<string, string>> = {},
  { name = "file", content = "hello" }: { name?: string; content?: string } = {},
): { content: string; type: string } {
  const parts = Object.entries(fields).map(
    ([key, value]) => `Content-Disposition: form-data; name="${key}"\r\n\r\n${value}`,
  );
  const file = `Content-Disposition: form-data; name="${name}"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${content}`;
  const text = [...parts, file].map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join("");
  return { content: `${text}--${BOUNDARY}--\r\n`, type: `multipart/form-data; boundary=${BOUNDARY}` };
}
