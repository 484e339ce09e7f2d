/** What of the official API a test uses: found in its code and in the helpers it calls, with the help of the type checker. */
import ts from "typescript";
import type { Test } from "./coverage-api-tests.ts";

/** Whose member a method is: the tables have some names twice. */
export type Owner = "connection" | "message" | "utils" | "logger";

export interface Uses {
  /** `owner.name`. */
  readonly methods: ReadonlySet<string>;
  readonly options: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly codes: ReadonlySet<number>;
}

/** Functions of people and of tests with the official SDK that take the name of a method, first or second. */
const CALLERS = /^(call|same|outcomeOf)$/;
/** What the program of such a person calls for a message to it (testkit/src/people/agent.ts). */
const PROGRAM: Readonly<Record<string, string>> = {
  connect: "addEventHandler",
  send: "send",
  sendMany: "send",
  sendFile: "send",
  modify: "modifyMessage",
};
/** Helpers in these places are followed. */
const HELPERS = /packages\/(testkit\/src\/(people|conformance)|sdk\/src\/(testing|platforms\/testing))\//;
/** Where the methods of the public objects are declared. Those of `core` and of the adapters are others with the same names. */
const PUBLIC: ReadonlyArray<readonly [files: RegExp, owner: Owner]> = [
  [/packages\/sdk\/src\/(utils|types\/utils)/, "utils"],
  [/packages\/sdk\/src\/(core\/logger|core\/log\.ts|types\/logger)/, "logger"],
  [/packages\/sdk\/src\/(features\/messages\/(create|legacy-message)|types\/message\.)/, "message"],
  [/packages\/sdk\/src\/(compat|features|types|index\.ts)/, "connection"],
];
const EXPECTATION = /^(to(Strict)?Equal|toMatchObject|objectContaining|toHaveBeenCalledWith|toThrow|toBe|toContain)$/;
const REFUSAL = /refus|kick|fails|reject/i;

export function usesOf(test: Test, checker: ts.TypeChecker): Uses {
  return new Reader(checker).read(test);
}

class Reader {
  private readonly checker: ts.TypeChecker;
  private readonly methods = new Set<string>();
  private readonly options = new Set<string>();
  private readonly events = new Set<string>();
  private readonly codes = new Set<number>();
  private readonly seen = new Set<ts.Node>();
  private tables: readonly ts.Node[] = [];
  private kinds: string[] = [];
  private knowsKinds = false;
  /** Whose methods are called by name. */
  private named: Owner = "connection";

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  read(test: Test): Uses {
    this.tables = test.tables;
    if (/\/utils\//.test(test.file)) this.named = "utils";
    this.visit(test.body, "test");
    if (this.knowsKinds) for (const kind of this.kinds) this.events.add(kind);
    const { methods, options, events, codes } = this;
    return { methods, options, events, codes };
  }

  /** `test`: the test itself. `file`: a helper beside it. `helper`: a helper from elsewhere, which serves many tests. */
  private visit(node: ts.Node, where: "test" | "file" | "helper"): void {
    if (ts.isCallExpression(node)) this.call(node, where);
    if (where !== "helper") {
      if (ts.isStringLiteralLike(node)) this.text(node);
      if (ts.isNumericLiteral(node) || ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) this.code(node);
      if (ts.isElementAccessExpression(node) && node.expression.getText() === "EVENT_OF_KIND") this.kindsOf(node);
    }
    if (where === "test" && (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node))) this.handler(node);
    if (ts.isObjectLiteralExpression(node)) this.optionsIn(node);
    if (ts.isBinaryExpression(node)) this.assignment(node);
    if (ts.isPropertyAccessExpression(node)) this.reading(node);
    node.forEachChild((child) => this.visit(child, where));
  }

  private call(call: ts.CallExpression, where: "test" | "file" | "helper"): void {
    const name = calledName(call);
    if (!name) return;
    const [first, second] = call.arguments;
    if (CALLERS.test(name)) {
      const named = [this.textsOf(first), this.textsOf(second)].find((texts) => texts.length > 0) ?? [];
      for (const method of named) this.methods.add(`${this.named}.${method}`);
    }
    if (name === "invoke") {
      const method = PROGRAM[this.textsOf(first)[0] ?? ""];
      if (method) this.methods.add(`connection.${method}`);
    }
    if (where === "test") for (const argument of call.arguments) this.kindIn(argument);
    const declared = this.declarationOf(call);
    if (!declared) return;
    const file = declared.getSourceFile().fileName;
    const owner = ownerOf(file);
    if (owner && this.isMember(call)) this.methods.add(`${owner}.${this.originalName(call) ?? name}`);
    const body = bodyOf(declared);
    if (owner || !body || this.seen.has(body)) return;
    const isBeside = declared.getSourceFile() === call.getSourceFile();
    if (!isBeside && !HELPERS.test(file)) return;
    this.seen.add(body);
    this.visit(body, isBeside && where !== "helper" ? "file" : "helper");
  }

  /** `utils.autoIncrement`: of what is no function, reading is using. */
  private reading(node: ts.PropertyAccessExpression): void {
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(node));
    if (type.flags & ts.TypeFlags.NumberLike) this.member(node);
  }

  /** `logger.onLog = …` */
  private assignment({ operatorToken, left }: ts.BinaryExpression): void {
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return;
    this.member(left);
  }

  private member({ name }: ts.PropertyAccessExpression): void {
    const declared = this.checker.getSymbolAtLocation(name)?.declarations?.[0];
    const owner = declared && ownerOf(declared.getSourceFile().fileName);
    if (owner) this.methods.add(`${owner}.${name.text}`);
  }

  /** The function or the member that is called. */
  private declarationOf(call: ts.CallExpression): ts.Node | undefined {
    const { expression } = call;
    const signature = this.checker.getResolvedSignature(call)?.declaration;
    const at = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    let symbol = this.checker.getSymbolAtLocation(at);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const declared = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
    if (declared && bodyOf(declared)) return declared;
    return signature && signature.kind !== ts.SyntaxKind.JSDocSignature ? signature : declared;
  }

  /** Functions that are called by themselves are no part of the API: they make or help its objects. */
  private isMember({ expression }: ts.CallExpression): boolean {
    if (ts.isPropertyAccessExpression(expression)) return true;
    const declared = this.checker.getSymbolAtLocation(expression)?.valueDeclaration;
    return declared !== undefined && ts.isBindingElement(declared);
  }

  /** Of `const { send: say } = connection; say()`: `send`. */
  private originalName(call: ts.CallExpression): string | undefined {
    if (!ts.isIdentifier(call.expression)) return undefined;
    const declared = this.checker.getSymbolAtLocation(call.expression)?.valueDeclaration;
    if (!declared || !ts.isBindingElement(declared)) return undefined;
    return (declared.propertyName ?? declared.name).getText();
  }

  /** The texts an argument can be: itself, or what the loop, table or constant it comes from has. */
  private textsOf(node: ts.Node | undefined): string[] {
    if (!node) return [];
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (!ts.isIdentifier(node)) return [];
    const declared = this.checker.getSymbolAtLocation(node)?.valueDeclaration;
    if (!declared) return [];
    if (ts.isParameter(declared)) return this.tables.flatMap((table) => textsIn(this.written(table)));
    if (!ts.isVariableDeclaration(declared)) return [];
    const loop = declared.parent.parent;
    const source = ts.isForOfStatement(loop) ? loop.expression : declared.initializer;
    return source ? textsIn(source) : [];
  }

  /** A table that has a name is where the name is declared. */
  private written(table: ts.Node): ts.Node {
    if (!ts.isIdentifier(table)) return table;
    const declared = this.checker.getSymbolAtLocation(table)?.valueDeclaration;
    return (declared && ts.isVariableDeclaration(declared) && declared.initializer) || table;
  }

  /** "onX", or "onX 206" as some tests write down what they hear. */
  private text(node: ts.StringLiteralLike): void {
    const [, event, code] = /^(on[A-Z]\w+|error)(?: (-?\d+))?$/.exec(node.text) ?? [];
    if (!event || isAbsence(node)) return;
    if (code) this.codes.add(Number(code));
    this.events.add(event);
  }

  private handler(node: ts.PropertyAssignment | ts.MethodDeclaration): void {
    const name = node.name.getText();
    if (/^on[A-Z]/.test(name)) this.events.add(name);
  }

  /** A person waits for the event of a kind of message: that of the kind the test names. */
  private kindsOf(node: ts.ElementAccessExpression): void {
    this.knowsKinds = true;
    this.kindIn(node.argumentExpression);
  }

  private kindIn(node: ts.Node): void {
    const type = this.checker.getTypeAtLocation(node);
    const event = type.isStringLiteral() ? EVENTS[type.value] : undefined;
    if (event) this.kinds.push(event);
  }

  /** A number that an expectation compares with the `type` of an error, or hands to a helper that expects a refusal. */
  private code(node: ts.NumericLiteral | ts.Identifier | ts.PropertyAccessExpression): void {
    const holder = ts.isPrefixUnaryExpression(node.parent) ? node.parent : node;
    const { parent } = holder;
    const isType = ts.isPropertyAssignment(parent) && parent.initializer === holder && parent.name.getText() === "type";
    const isArgument = ts.isCallExpression(parent) && REFUSAL.test(calledName(parent) ?? "");
    const isShorthand = ts.isShorthandPropertyAssignment(parent) && parent.name.text === "type";
    // `expect(errors.map(({ type }) => type)).toEqual([1, 2])`
    const isListed = ts.isArrayLiteralExpression(parent) && /\btypes?\b/i.test(expectationOf(parent));
    if ((isType || isShorthand) && expectationOf(parent) === "") return;
    if (isType || isArgument || isListed) this.addCode(holder);
    if (isShorthand) this.addColumn(parent.name);
  }

  private addCode(node: ts.Node): void {
    const type = this.checker.getTypeAtLocation(node);
    if (type.isNumberLiteral()) this.codes.add(type.value);
    else if (ts.isIdentifier(node)) this.addColumn(node);
    else if (ts.isPropertyAccessExpression(node)) {
      const declared = this.checker.getSymbolAtLocation(node.name)?.valueDeclaration;
      if (declared && ts.isPropertyAssignment(declared)) for (const code of numbersIn(declared)) this.codes.add(code);
    }
  }

  /** What a parameter of the test is in the rows of its table, by its place or by its name. */
  private addColumn(node: ts.Identifier): void {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    const declared = symbol?.valueDeclaration;
    if (!declared || !ts.isParameter(declared)) return;
    const place = declared.parent.parameters.indexOf(declared);
    for (const table of this.tables) {
      table.forEachChild((row) => {
        const cell = ts.isArrayLiteralExpression(row) ? row.elements[place] : place === 0 ? row : undefined;
        if (cell) for (const code of numbersIn(cell)) this.codes.add(code);
      });
    }
  }

  /** Members of an object that becomes the parameters of a connection. */
  private optionsIn(object: ts.ObjectLiteralExpression): void {
    const given = object.parent;
    const isWish = ts.isPropertyAssignment(given) && given.name.getText() === "connection";
    const type = isWish ? undefined : this.checker.getContextualType(object);
    if (!isWish && !(type && this.checker.getNonNullableType(type).getProperty("heartBeatWait"))) return;
    for (const member of object.properties) if (member.name) this.options.add(member.name.getText());
  }
}

/** Of messages, by kind (testkit/src/people/messages.ts); attachments of browsers come as files. */
const EVENTS: Readonly<Record<string, string | undefined>> = {
  txt: "onTextMessage",
  img: "onImageMessage",
  audio: "onAudioMessage",
  video: "onVideoMessage",
  file: "onFileMessage",
  loc: "onLocationMessage",
  cmd: "onCmdMessage",
  custom: "onCustomMessage",
  combine: "onCombineMessage",
};

function calledName(call: ts.CallExpression): string | undefined {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

function ownerOf(file: string): Owner | undefined {
  if (/\.test\.ts$|\/testing\//.test(file)) return undefined;
  return PUBLIC.find(([files]) => files.test(file))?.[1];
}

function bodyOf(node: ts.Node): ts.Node | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.body;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node.body;
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
    return node.initializer && bodyOf(node.initializer);
  }
  return undefined;
}

function textsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  return flat(node, textsIn);
}

function numbersIn(node: ts.Node): number[] {
  if (ts.isNumericLiteral(node)) return [Number(node.text)];
  if (ts.isPrefixUnaryExpression(node)) return numbersIn(node.operand).map((value) => -value);
  return flat(node, numbersIn);
}

function flat<T>(node: ts.Node, of: (child: ts.Node) => T[]): T[] {
  const found: T[] = [];
  node.forEachChild((child) => void found.push(...of(child)));
  return found;
}

/** `expect(…all("onX")).toEqual([])` and the like tell that it did not come. */
function isAbsence(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (!ts.isCallExpression(at) || !at.arguments.some((one) => contains(one, node))) continue;
    if (calledName(at) !== "expect") continue;
    const chain = statementOf(at);
    return /\.not\.|toEqual\(\[\]\)|toHaveLength\(0\)|toBe\(0\)|toBeUndefined\(\)/.test(chain);
  }
  return false;
}

/** The source of the expectation that a node is an argument of, else "". */
function expectationOf(node: ts.Node): string {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isCallExpression(at) && EXPECTATION.test(calledName(at) ?? "")) return statementOf(at);
    if (ts.isFunctionLike(at)) return "";
  }
  return "";
}

function statementOf(node: ts.Node): string {
  let at = node;
  while (at.parent && !ts.isExpressionStatement(at) && !ts.isVariableStatement(at)) at = at.parent;
  return at.getText();
}

const contains = (outer: ts.Node, inner: ts.Node): boolean => outer.pos <= inner.pos && inner.end <= outer.end;
