/**
 * Writes what the type checker knows into the sources before they are bundled, so that the files that applications load
 * are smaller and the sources stay readable:
 *
 * - Members whose names never leave the bundle (`names.ts`) get names of one or two letters.
 * - A member of a table of constants becomes its value, and the table goes where nothing else needs it.
 * - `?.`, `??` and comparisons with `undefined` get shorter where the types allow it (`simplify.ts`).
 */
import ts from "typescript";
import { Edits } from "./edits.ts";
import { findNames, isOnlyType, type Names, type Sources } from "./names.ts";
import { simplify } from "./simplify.ts";

/** The sources of the files, rewritten, by their paths. */
export function shorten(sources: Sources): Map<string, string> {
  const { program, isOurs } = sources;
  const checker = program.getTypeChecker();
  const shortNames = shortNamesFor(findNames(sources));
  const written = new Map<string, string>();
  for (const source of program.getSourceFiles()) {
    if (!isOurs(source.fileName)) continue;
    const edits = new Edits();
    const visit = (node: ts.Node): void => {
      if (isOnlyType(node)) return;
      const constant = ts.isPropertyAccessExpression(node) ? constantOf(checker, node) : undefined;
      if (constant !== undefined) {
        edits.replace(node.getStart(), node.end, constant);
        return;
      }
      rename(node, shortNames, edits);
      simplify(checker, node, { edits, names: shortNames });
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
    written.set(source.fileName, edits.apply(source.text));
  }
  return written;
}

/** The most frequent names get the shortest ones; what else is built makes no difference. */
function shortNamesFor({ free, onPublicObjects, taken }: Names): Map<string, string> {
  const short = new Map<string, string>();
  const sorted = [...free].sort(([a, often], [b, rarely]) => rarely - often || (a < b ? -1 : 1));
  const candidates = shortestNames();
  for (const [name] of sorted) {
    let candidate: string;
    do candidate = candidates.next().value;
    while (taken.has(candidate));
    // Applications put members of their own on these.
    short.set(name, onPublicObjects.has(name) ? `_${candidate}` : candidate);
  }
  return short;
}

/** a, b, … Z, aa, ab, … */
function* shortestNames(): Generator<string, never> {
  const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  let names = letters;
  for (;;) {
    yield* names;
    names = names.flatMap((name) => letters.map((letter) => name + letter));
  }
}

function rename(node: ts.Node, names: ReadonlyMap<string, string>, edits: Edits): void {
  if (ts.isPropertyAccessExpression(node)) replace(node.name);
  else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && !node.dotDotDotToken) {
    if (node.propertyName) replace(node.propertyName);
    else prefix(node.name);
  } else if (ts.isShorthandPropertyAssignment(node)) prefix(node.name);
  else if (ts.isPropertyAssignment(node) || ts.isClassElement(node)) replace(node.name);

  function replace(name: ts.Node | undefined): void {
    const short = name && ts.isIdentifier(name) ? names.get(name.text) : undefined;
    if (name && short) edits.replace(name.getStart(), name.end, short);
  }
  /** The variable keeps its name. */
  function prefix(name: ts.Node): void {
    const short = ts.isIdentifier(name) ? names.get(name.text) : undefined;
    if (short) edits.insert(name.getStart(), `${short}: `);
  }
}

/** The value of `TABLE.MEMBER`, where the table is a literal that was declared `as const`. */
function constantOf(checker: ts.TypeChecker, node: ts.PropertyAccessExpression): string | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  const type = checker.getTypeAtLocation(node);
  if (!type.isStringLiteral() && !type.isNumberLiteral()) return undefined;
  const [declaration] = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  const literal = declaration?.parent;
  if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  const assertion = ts.isSatisfiesExpression(literal.parent) ? literal.parent : literal;
  const isConstant = ts.isAsExpression(assertion.parent) && assertion.parent.type.getText() === "const";
  if (!isConstant) return undefined;
  const text = JSON.stringify(type.value);
  return text.startsWith("-") ? `(${text})` : text;
}
