/** Finds the tests that run this SDK, with their titles and the code they run. */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A test as it is written; `each` tables are one test. */
export interface Test {
  readonly file: string;
  readonly title: string;
  /** Its function, and the tables of the `each` that it and the groups around it are made from. */
  readonly body: ts.Node;
  readonly tables: readonly ts.Node[];
}

/** Tests of other things (fake runtimes, the server, the official SDK alone) prove nothing about this SDK. */
const PLACES: ReadonlyArray<readonly [folder: string, files: RegExp]> = [
  ["packages/sdk/src", /\.test\.ts$|\/contract\.ts$/],
  ["packages/testkit/src/artefacts", /\.test\.ts$/],
  // Played with our SDK by conformance/*-ours.test.ts.
  ["packages/testkit/src/conformance/flows", /\.ts$/],
];

export interface Tests {
  readonly tests: readonly Test[];
  readonly checker: ts.TypeChecker;
}

export function findTests(files: readonly string[] = testFiles()): Tests {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram([...files], options);
  // Binds the files: their nodes know their parents from here on.
  const checker = program.getTypeChecker();
  const tests: Test[] = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} cannot be read`);
    collect(source, relative(root, file), [], tests);
  }
  return { tests, checker };
}

function testFiles(): string[] {
  return PLACES.flatMap(([folder, names]) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(root, folder, name))
      .filter((path) => names.test(path)),
  );
}

function collect(node: ts.Node, file: string, tables: readonly ts.Node[], tests: Test[]): void {
  const declared = ts.isCallExpression(node) ? declaration(node) : undefined;
  if (!declared) {
    node.forEachChild((child) => collect(child, file, tables, tests));
    return;
  }
  const { kind, title, body, table } = declared;
  const all = table ? [...tables, table] : tables;
  if (kind === "group") body.forEachChild((child) => collect(child, file, all, tests));
  else tests.push({ file, title, body, tables: all });
}

/** `it("…", f)`, `it.each(table)("…", f)`, `flow("…", f)`, and the same of `describe`. Skipped ones are none. */
function declaration(call: ts.CallExpression) {
  const { expression, arguments: args } = call;
  const isEach = ts.isCallExpression(expression) && isNamed(expression.expression, /^(it|test|describe)\.each$/);
  if (!isEach && !isNamed(expression, /^(it|test|flow|describe)$/)) return undefined;
  const [title, ...others] = args;
  const body = others.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
  if (!title || !body) return undefined;
  const kind = expression.getText().startsWith("describe") ? "group" : "test";
  const text = ts.isStringLiteralLike(title) ? title.text : title.getText();
  return { kind, title: text, body, table: isEach ? expression.arguments[0] : undefined } as const;
}

const isNamed = (node: ts.Node, name: RegExp): boolean => name.test(node.getText());
