/** Reading what a guest program passed in: unknown values from another JavaScript world. */

export type Options = Record<string, unknown>;

/** The argument of a platform call: an options object, or nothing. */
export function toOptions(value: unknown): Options {
  // Own enumerable properties of a foreign object are read one by one, each as unknown.
  return value && typeof value === "object" ? (value as Options) : {};
}

export function toStringMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(toOptions(value))
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([name, item]) => [name, String(item)]),
  );
}

/** Bytes of an ArrayBuffer of any world (`instanceof` only knows its own). */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") {
    // The tag says so; the constructor accepts buffers of every world.
    return new Uint8Array(value as ArrayBuffer);
  }
  return undefined;
}

/** `a=1&b=2`, values that are objects as JSON text. */
export function toQuery(data: unknown): string {
  return Object.entries(toOptions(data))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(textOf(value))}`)
    .join("&");
}

const textOf = (value: unknown): string => (value && typeof value === "object" ? JSON.stringify(value) : String(value));

/** Puts `query` into `url` before its fragment, which is not sent at all. */
export function withQuery(url: string, query: string): string {
  const [address = "", fragment] = url.split(/#(.*)/s, 2);
  const joined = query ? `${address}${address.includes("?") ? "&" : "?"}${query}` : address;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** What request functions send for `method`, `data` and the content type (both platforms document the same three rules). */
export function toRequestBody(request: { method: string; url: string; contentType: string; data: unknown }): {
  url: string;
  body: Uint8Array | undefined;
} {
  const { method, url, contentType, data } = request;
  const bytes = toBytes(data);
  if (bytes) return { url, body: bytes };
  if (data === undefined || data === null) return { url, body: undefined };
  if (typeof data !== "object") return { url, body: method === "GET" ? undefined : Buffer.from(String(data)) };
  if (method === "GET") return { url: withQuery(url, toQuery(data)), body: undefined };
  const isForm = contentType.includes("application/x-www-form-urlencoded");
  return { url, body: Buffer.from(isForm ? toQuery(data) : JSON.stringify(data)) };
}
