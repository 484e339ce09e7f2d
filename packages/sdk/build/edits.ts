/** Changes to a text by the places of its syntax tree, which is not changed. */
export class Edits {
  private readonly all: Array<{ at: number; end: number; text: string }> = [];

  insert(at: number, text: string): void {
    this.all.push({ at, end: at, text });
  }

  replace(at: number, end: number, text: string): void {
    this.all.push({ at, end, text });
  }

  apply(source: string): string {
    let out = "";
    let done = 0;
    // Stable: what is inserted at one place stays in the order in which it was asked for.
    for (const { at, end, text } of this.all.sort((a, b) => a.at - b.at || a.end - b.end)) {
      out += source.slice(done, at) + text;
      done = end;
    }
    return out + source.slice(done);
  }
}
