/**
 * A table of numbers by their names, and of the names by the numbers.
 *
 * The build makes one text of the table, which is smaller: it calls {@link packNames} when it meets `bothWays({ … })`, and
 * drops the call in here.
 */
export function bothWays<const Table extends Readonly<Record<string, number>>>(
  table: Table,
): Table & { readonly [number: number]: string } {
  const both: Record<string | number, string | number> = {};
  let number = 0;
  for (const entry of packNames(table).toUpperCase().split(" ")) {
    const [name = "", given] = entry.split("=");
    number = given === undefined ? number + 1 : Number(given);
    both[name] = number;
    both[number] = name;
  }
  // Both halves have just been filled in.
  return both as Table & { [number: number]: string };
}

/** `{ A: 1, B: 2, C: 5 }` as `a=1 b c=5`: in lower case, and a number only where it is not the one before plus one. */
export function packNames(table: Readonly<Record<string, number>>): string {
  let next: number | undefined;
  const entries = Object.keys(table).map((name) => {
    const number = table[name] as number; // one of its own keys
    const isNext = number === next;
    next = number + 1;
    return isNext ? name : `${name}=${number}`;
  });
  return entries.join(" ").toLowerCase();
}
