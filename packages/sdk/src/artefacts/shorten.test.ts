import ts from "typescript";
import { describe, expect, it } from "vitest";
import { shorten } from "../../build/shorten.ts";

const OPTIONS: ts.CompilerOptions = {
  lib: ["lib.es2017.d.ts"],
  module: ts.ModuleKind.ESNext,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  target: ts.ScriptTarget.ES2022,
  types: [],
};
const host = ts.createCompilerHost(OPTIONS);
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The one file of a program, shortened. */
function shortenedText(text: string): string {
  const source = ts.createSourceFile("ours.ts", text, ts.ScriptTarget.ES2022, true);
  const program = ts.createProgram(["ours.ts"], OPTIONS, {
    ...host,
    fileExists: (path) => path === "ours.ts" || host.fileExists(path),
    getSourceFile: (path, target) => {
      if (path === "ours.ts") return source;
      if (!libraries.has(path)) libraries.set(path, host.getSourceFile(path, target));
      return libraries.get(path);
    },
  });
  expect(program.getSemanticDiagnostics(source).map(({ messageText }) => messageText)).toEqual([]);
  const isOurs = (path: string): boolean => path === "ours.ts";
  return shorten({ program, entries: ["ours.ts"], isOurs }).get("ours.ts") ?? "";
}

describe("names of members", () => {
  it("are shortened where only our own code sees them, in all the ways there are to write them", () => {
    const text = shortenedText(`
      interface Inner { counted: number; named?: string }
      const made: Inner = { counted: 1 };
      const counted = 2;
      const other: Inner = { counted };
      const { named } = made;
      const { named: called, counted: more = 3 } = other;
      export const sum: number = made.counted + counted + more + (named ?? called ?? "").length;`);
    expect(text).toContain("const made: Inner = { a: 1 };");
    expect(text).toContain("const other: Inner = { a: counted };");
    expect(text).toContain("const { b: named } = made;");
    expect(text).toContain("const { b: called, a: more = 3 } = other;");
    expect(text).toContain("made.a + counted");
  });

  it("stay in what is exported, and in all that can be reached from it", () => {
    const text = shortenedText(`
      export interface Outer { inner: Inner; handlers: Array<(told: Event) => void> }
      interface Inner { deep: number }
      interface Event { detail: string }
      export const read = (outer: Outer): number => { outer.handlers[0]?.({ detail: "" }); return outer.inner.deep; };`);
    expect(text).toContain("outer.inner.deep");
    expect(text).toContain('{ detail: "" }');
  });

  it("of private members are marked, so that they are none that an application may choose", () => {
    const text = shortenedText("export class Box { private held = 0; hold(): number { return this.held; } }");
    expect(text).toContain("private _a = 0; hold(): number { return this._a; }");
  });

  it.each([
    ["JSON", "JSON.stringify(inner)"],
    ["unknown", "((value: unknown) => value)(inner)"],
    ["a record", "((value: Record<string, unknown>) => value)({ ...inner })"],
    ["an assertion", "(inner as object)"],
    ["a name in a text", 'inner["counted"]'],
    ["the language's own type", "Object.defineProperty({}, 'x', { value: inner.counted, enumerable: true })"],
  ])("stay where they leave as %s", (_, expression) => {
    const text = shortenedText(`
      interface Inner { counted: number }
      const inner: Inner = { counted: 1 };
      export const left: unknown = ${expression};`);
    expect(text).toContain(_ === "the language's own type" ? "enumerable: true" : "{ counted: 1 }");
  });

  it.each([
    ["parsed JSON", "(JSON.parse(text) as Inner)"],
    ["parsed JSON without an assertion", "((inner: Inner): Inner => inner)(JSON.parse(text))"],
    ["an unknown value", "((text as unknown) as Inner)"],
    ["a record", "((JSON.parse(text) as Record<string, unknown>) as unknown as Inner)"],
  ])("stay where they come in as %s", (_, expression) => {
    const text = shortenedText(`
      interface Inner { counted: number }
      declare const text: string;
      export const read: number = ${expression}.counted;`);
    expect(text).toContain(".counted");
  });

  it("stay in what a type predicate makes of an unknown value", () => {
    const text = shortenedText(`
      interface Inner { counted: number }
      const isInner = (value: unknown): value is Inner => typeof value === "object";
      export const read = (value: unknown): number => (isInner(value) ? value.counted : 0);`);
    expect(text).toContain("value.counted");
  });

  it("stay in literals of which nothing says what they are", () => {
    const text = shortenedText("const free = { counted: 1 }; export const sum: number = free.counted;");
    expect(text).toContain("{ counted: 1 }");
    expect(text).toContain("free.counted");
  });

  it("are none that is a name already", () => {
    const text = shortenedText(`
      interface Inner { counted: number; a: number }
      export interface Outer { b: number }
      const inner: Inner = { counted: 1, a: 2 };
      export const sum = (outer: Outer): number => inner.counted + inner.a + outer.b;`);
    expect(text).toMatch(/inner\.([a-z])\b(?!.*inner\.\1\b)/);
    expect(text).not.toContain("{ b: 1");
    expect(text).toContain("outer.b");
  });
});

describe("values", () => {
  it("of tables of constants stand where they are used", () => {
    const text = shortenedText(`
      const Codes = { NONE: 0, LOST: -1, TEXT: "t" } as const;
      const Loose = { NONE: 0 };
      export const used: unknown[] = [Codes.NONE, Codes.LOST, Codes.TEXT, Loose.NONE];`);
    expect(text).toContain('[0, (-1), "t", Loose.NONE]');
  });

  it.each([
    ["object?.member", "object | undefined", "({ x: 1 })", "value?.toString()", "(value && value.toString())"],
    ["a member of a list", "object[]", "[]", "value[0]?.toString()", "(value[0] && value[0].toString())"],
    ["a default for an object", "object | undefined", "({ x: 1 })", "value ?? {}", "value || {}"],
    [
      "a default that is a constant",
      "number | undefined",
      "1",
      "value ?? ([0] as const)[0]",
      "value || ([0] as const)[0]",
    ],
    ["a default that is the only false value", "string | undefined", '"x"', 'value ?? ""', 'value || ""'],
    ["a comparison", "object | undefined", "({ x: 1 })", "value === undefined", "!value"],
    ["the opposite", "object | undefined", "({ x: 1 })", "value !== undefined", "!!value"],
  ])("%s is written shorter", (_, type, value, before, after) => {
    const text = shortenedText(`const value: ${type} = ${value} as ${type}; export const read: unknown = ${before};`);
    expect(text).toContain(`read: unknown = ${after};`);
  });

  it.each([
    ["string | undefined", '"x"', 'value ?? "none"'],
    ["number | undefined", "1", "value === undefined"],
    ["string | undefined", '"x"', "value?.length"],
    ["object | null", "({ x: 1 })", "value?.toString()"],
    ["unknown", "1", "value ?? {}"],
  ])("of type %s may be false without being undefined: %s, %s stays", (type, value, expression) => {
    const text = shortenedText(
      `const value: ${type} = ${value} as ${type}; export const read: unknown = ${expression};`,
    );
    expect(text).toContain(`read: unknown = ${expression};`);
  });

  it.each([
    ["{ ...a, b: 1, ...a, c: 2, d: 3 }", "Object.assign({}, a, {b: 1}, a, {c: 2, d: 3 })"],
    ["{ b: 1, ...a }", "Object.assign({ b: 1}, a )"],
    ["{ ...a }", "Object.assign({}, a )"],
    ["{ b: 1 }", "{ b: 1 }"],
  ])("that are spread are assigned: %s", (before, after) => {
    const text = shortenedText(`const a = { x: 1 }; export const made: unknown = ${before};`);
    expect(text.replace(/ +/g, " ")).toContain(`unknown = ${after};`);
  });

  it("of a table that is looked up both ways are one text", () => {
    const text = shortenedText(`
      declare function bothWays<const T>(table: T): T;
      declare function packNames(table: object): string;
      const codes = bothWays({ NONE: 0, SOME: 1, LOST: -1, FOUND: 0, MANY: 70 });
      export const used: unknown[] = [codes.LOST, packNames(codes)];`);
    expect(text).toContain('bothWays("none=0 some lost=-1 found many=70")');
    expect(text).toContain("[(-1), codes]");
  });

  it("keep the operators apart that may not be mixed", () => {
    const text = shortenedText(
      "export const first = (a: object | undefined, b: string | undefined): unknown => a ?? b ?? 1;",
    );
    expect(text).toContain("(a || b) ?? 1");
  });
});
