/** What compatible clients write for a parameter they have not been given. */
const notGiven = new Set(["", "undefined", "null"]);

/**
 * Reads a query string as compatible clients write it: values not encoded, `&&`, and on mini programs every parameter twice,
 * once raw in the URL and once encoded by the platform. So of a repeated key the last given value is taken (the encoded
 * one), a value that is not valid percent-encoding is taken as it is, and `+` is a plus sign: nobody encodes a space so.
 */
export function parseQuery(text: string): Record<string, string> {
  // Without a prototype, so that a parameter called `__proto__` is only a parameter.
  const query: Record<string, string> = Object.create(null);
  for (const pair of text.split("&")) {
    const equals = pair.indexOf("=");
    if (equals <= 0) continue;
    const value = decode(pair.slice(equals + 1));
    if (!notGiven.has(value)) query[decode(pair.slice(0, equals))] = value;
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
