/** Where local ids count from, so that they stay short (MSync 4.1). */
const EPOCH_MS = Date.UTC(2010, 1, 1);

let last = 0;

/** Decimal text, growing, unique in this program: names a message until the server has named it. */
export function nextLocalId(now: number = Date.now()): string {
  last = Math.max(last + 1, now - EPOCH_MS);
  return String(last);
}
