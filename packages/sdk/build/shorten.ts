/**
 * Writes what the type checker knows into the sources before they are bundled, so that the files that applications load
 * are smaller and the sources stay readable:
 *
 * - Members whose names never leave the bundle (`names.ts`) get names of one or two letters.
 * - Types of message are marked as free of effects, so that those nothing uses are left out.
 * - What a type of message is called, which only tests read, goes.
 * - A member of a table of constants becomes its value, and the table goes where nothing else needs it.
 * - Tables of names and numbers become texts (`src/core/both-ways.ts`).
 * - `{ ...a, b }` becomes `Object.assign({}, a, { b })`, as nothing newer is known to ECMAScript 2017.
 * - `?.`, `??` and comparisons with `undefined` get shorter where the types allow it (`simplify.ts`).
 */
import ts from "typescript";
import { packNames } from "../src/core/both-ways.ts";
import { Edits } from "./edits.ts";
import { declaresFields, findNames, isOnlyType, type Names, type Sources } from "./names.ts";
import { simplify } from "./simplify.ts";

/** The sources of the files, rewritten, by their paths. */
export function shorten(sources: Sources): Map<string, string> {
  const { program, isOurs } = sources;
  const checker = program.getTypeChecker();
  const shortNames = shortNamesFor(findNames(sources));
  const texts = new Map<string, string>();
  for (const source of program.getSourceFiles()) {
    if (!isOurs(source.fileName)) continue;
    const edits = new Edits();
    const visit = (node: ts.Node): void => {
      if (isOnlyType(node)) return;
      const written = constantOf(checker, node) ?? packed(checker, node);
      if (written !== undefined) {
        edits.replace(node.getStart(), node.end, written);
        return;
      }
      if (ts.isStringLiteral(node) && declaresFields(node.parent)) edits.replace(node.getStart(), node.end, '""');
      if (ts.isObjectLiteralExpression(node)) assign(node, edits);
      if (isOfSchema(checker, node)) edits.insert(node.getStart(), "/* @__PURE__ */ ");
      rename(node, shortNames, edits);
      simplify(checker, node, { edits, names: shortNames });
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
    texts.set(source.fileName, edits.apply(source.text));
  }
  return texts;
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

/** A call that describes a type of message: where nothing uses the type, it goes. */
function isOfSchema(checker: ts.TypeChecker, node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const symbol = checker.getSymbolAtLocation(node.expression);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return !!target?.declarations?.some((one) => one.getSourceFile().fileName.endsWith("/codec/schema.ts"));
}

/** Between two spreads, and beside them, members make objects of their own. */
function assign(literal: ts.ObjectLiteralExpression, edits: Edits): void {
  const { properties, end } = literal;
  if (!properties.some(ts.isSpreadAssignment)) return;
  let before: ts.ObjectLiteralElementLike | undefined;
  for (const member of properties) {
    const wasOpen = before && !ts.isSpreadAssignment(before);
    if (ts.isSpreadAssignment(member)) {
      if (before && wasOpen) edits.insert(before.end, "}");
      edits.replace(member.getStart(), member.expression.getStart(), "");
    } else if (before && !wasOpen) edits.insert(member.getStart(), "{");
    before = member;
  }
  const isSpreadFirst = properties[0] && ts.isSpreadAssignment(properties[0]);
  const isOpen = before && !ts.isSpreadAssignment(before);
  const start = literal.getStart();
  edits.replace(start, start + 1, isSpreadFirst ? "Object.assign({}, " : "Object.assign({");
  edits.replace(end - 1, end, isOpen ? "})" : ")");
}

/** The value of `TABLE.MEMBER`, where the table is a literal whose values cannot change. */
function constantOf(checker: ts.TypeChecker, node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const type = checker.getTypeAtLocation(node);
  if (!type.isStringLiteral() && !type.isNumberLiteral()) return undefined;
  const [declaration] = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  if (!declaration || !isConstant(declaration.parent)) return undefined;
  const text = JSON.stringify(type.value);
  return text.startsWith("-") ? `(${text})` : text;
}

function isConstant(literal: ts.Node): boolean {
  const { parent } = literal;
  if (!ts.isObjectLiteralExpression(literal)) return false;
  if (ts.isSatisfiesExpression(parent)) return isConstantAssertion(parent.parent);
  return isConstantAssertion(parent) || isCallOf(parent, "bothWays");
}

const isConstantAssertion = (node: ts.Node): boolean => ts.isAsExpression(node) && node.type.getText() === "const";

const isCallOf = (node: ts.Node, name: string): node is ts.CallExpression =>
  ts.isCallExpression(node) && node.expression.getText() === name;

/** The table that `bothWays` is called with as a text, and nothing where it would have made one. */
function packed(checker: ts.TypeChecker, node: ts.Node): string | undefined {
  if (isCallOf(node, "packNames")) return node.arguments[0]?.getText();
  if (!ts.isObjectLiteralExpression(node) || !isCallOf(node.parent, "bothWays")) return undefined;
  const table: Record<string, number> = {};
  for (const member of node.properties) {
    const type = ts.isPropertyAssignment(member) && checker.getTypeAtLocation(member.initializer);
    if (type === false || !type.isNumberLiteral()) throw new Error(`not a number: ${member.getText()}`);
    table[member.name?.getText() ?? ""] = type.value;
  }
  return JSON.stringify(packNames(table));
}
