/** Which part of a minified text came from which source, by its map. */

export interface Span {
  readonly source: string;
  readonly text: string;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text in pieces, in order. What belongs to no source goes with what is before it. */
export function spansOf(code: string, map: string): Span[] {
  const { mappings, sources } = JSON.parse(map) as { mappings: string; sources: string[] };
  const lines = code.split("\n");
  const spans: Span[] = [];
  let source = 0;
  let name = "";
  mappings.split(";").forEach((segments, line) => {
    const text = `${lines[line]}\n`;
    let column = 0;
    let done = 0;
    for (const segment of segments ? segments.split(",") : []) {
      const [columns = 0, sourceStep] = numbersIn(segment);
      column += columns;
      if (sourceStep === undefined) continue;
      source += sourceStep;
      const next = (sources[source] ?? "").replace(/^.*packages\/|^(\.\.\/)+/, "");
      if (next === name) continue;
      spans.push({ source: name, text: text.slice(done, column) });
      done = column;
      name = next;
    }
    spans.push({ source: name, text: text.slice(done) });
  });
  return spans.filter(({ text }) => text !== "");
}

/** The numbers of a segment: base64 digits of five bits, the lowest first, and then the sign. */
function numbersIn(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
