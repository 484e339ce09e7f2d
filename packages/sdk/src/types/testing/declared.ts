/** What the official declarations declare: names of types and members, and which types a type is made of. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { OFFICIAL } from "./compile.ts";

const source = ts.createSourceFile(OFFICIAL, readFileSync(OFFICIAL, "utf8"), ts.ScriptTarget.Latest, true);

/** The named types in the namespace. A name that is declared twice is one type. */
const declarations = new Map<string, ts.Declaration[]>();
/** How many type parameters it has. */
export const parameterCount = (name: string): number =>
  (declarations.get(name)?.[0] as { typeParameters?: readonly unknown[] } | undefined)?.typeParameters?.length ?? 0;

for (const statement of source.statements) {
  if (!ts.isModuleDeclaration(statement) || !statement.body || !ts.isModuleBlock(statement.body)) continue;
  for (const one of statement.body.statements) {
    const { name } = one as { name?: ts.Node };
    if (!name || !ts.isIdentifier(name)) continue;
    declarations.set(name.text, [...(declarations.get(name.text) ?? []), one as unknown as ts.Declaration]);
  }
}

/** The public members of a class or an interface, the names in an enum. */
export function membersOf(name: string): string[] {
  const names = (declarations.get(name) ?? []).flatMap((declaration) => {
    if (ts.isEnumDeclaration(declaration)) return declaration.members.map(({ name: own }) => own.getText());
    if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) return [];
    return [...declaration.members].filter((member) => !isPrivate(member)).map(({ name: own }) => own?.getText() ?? "");
  });
  return [...new Set(names.filter((one) => one !== ""))];
}

/** All types that can be met on the way from these types, or from members of them (`Connection.open`). */
export function reachableFrom(starts: readonly string[]): Set<string> {
  const met = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && declarations.has(node.text) && !isMemberName(node)) meet(node.text);
    ts.forEachChild(node, visit);
  };
  const meet = (name: string): void => {
    if (met.has(name)) return;
    met.add(name);
    // The connection has all methods; its own are looked at one by one.
    if (name !== "Connection") for (const declaration of declarations.get(name) ?? []) visit(declaration);
  };
  for (const start of starts) {
    const [type = "", member] = start.split(".");
    if (member === undefined) meet(type);
    else {
      for (const declaration of declarations.get(type) ?? []) {
        if (!ts.isClassDeclaration(declaration)) continue;
        for (const one of declaration.members) if (one.name?.getText() === member) visit(one);
      }
    }
  }
  return met;
}

const isPrivate = (node: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0;

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return "name" in parent && parent.name === node && !ts.isModuleDeclaration(parent);
}
