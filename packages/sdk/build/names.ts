/**
 * Which names of members never leave the bundle and may be shortened in it. A name is one of these only where the type
 * checker shows it; in doubt it stays:
 *
 * - Names in public types stay: in all that can be reached from what an entry exports.
 * - Names that the language or a host declares stay, and every name that is somewhere in the program as a text.
 * - What is given away as `unknown`, as an `object` or as a record keeps its names: it becomes JSON, the payload of an
 *   event, a call of the host. So does what comes in as one and is then said to be of some type.
 * - Names in an object literal stay unless a type of ours says what it is.
 *
 * It goes by name, not by type: a name that has to stay somewhere stays everywhere, so that values may meet anywhere.
 */
import ts from "typescript";

/** What features are given. It can be seen in the type `Feature`, but features are ours alone: its members are no API. */
const INTERNAL = new Set(["Client"]);
export interface Names {
  /** How often each name occurs that may be shortened. */
  readonly free: ReadonlyMap<string, number>;
  /** Those of private members of objects that applications hold, and may put members of their own on. */
  readonly onPublicObjects: ReadonlySet<string>;
  /** Everything that is a name already. */
  readonly taken: ReadonlySet<string>;
}

export interface Sources {
  readonly program: ts.Program;
  /** Whose exports are public. */
  readonly entries: readonly string[];
  /** Whether a file is part of what is built. */
  readonly isOurs: (path: string) => boolean;
}

export function findNames({ program, entries, isOurs }: Sources): Names {
  const finder = new NameFinder(program.getTypeChecker(), isOurs);
  for (const path of entries) finder.publish(program.getSourceFile(path));
  for (const source of program.getSourceFiles()) if (isOurs(source.fileName)) finder.read(source);
  return finder.names();
}

const { ObjectFlags, TypeFlags } = ts;

const hasFlag = (type: ts.Type, flags: ts.TypeFlags): boolean => (type.flags & flags) !== 0;
const hasObjectFlag = (type: ts.Type, flags: ts.ObjectFlags): boolean =>
  hasFlag(type, TypeFlags.Object) && ((type as ts.ObjectType).objectFlags & flags) !== 0;
const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

const isPrivate = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some(
    (one) => (ts.getCombinedModifierFlags(one) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
  );

/** `unknown`, `object`, `Function`: says nothing about members. */
function isBlank(type: ts.Type): boolean {
  if (hasFlag(type, TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive)) return true;
  return type.symbol?.name === "Function" || (type.isUnion() && type.types.some(isBlank));
}

class NameFinder {
  private readonly checker: ts.TypeChecker;
  private readonly isOurs: (path: string) => boolean;
  private readonly counts = new Map<string, number>();
  private readonly kept = new Set<string>();
  private readonly onPublicObjects = new Set<string>();
  private readonly given = new Set<ts.Type>();

  constructor(checker: ts.TypeChecker, isOurs: (path: string) => boolean) {
    this.checker = checker;
    this.isOurs = isOurs;
  }

  names(): Names {
    const free = new Map([...this.counts].filter(([name]) => !this.kept.has(name)));
    const taken = new Set([...this.counts.keys(), ...this.kept]);
    return { free, onPublicObjects: this.onPublicObjects, taken };
  }

  publish(source: ts.SourceFile | undefined): void {
    const module = source && this.checker.getSymbolAtLocation(source);
    for (const exported of module ? this.checker.getExportsOfModule(module) : []) {
      const target = exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
      this.give(this.checker.getTypeOfSymbol(target));
      this.give(this.checker.getDeclaredTypeOfSymbol(target));
    }
  }

  read(node: ts.Node): void {
    if (ts.isFunctionLike(node) && node.type && ts.isTypePredicateNode(node.type) && node.type.type) {
      this.give(this.checker.getTypeFromTypeNode(node.type.type));
    }
    if (isOnlyType(node)) return;
    if (isAmbient(node)) {
      for (const { name } of node.declarationList.declarations) this.give(this.checker.getTypeAtLocation(name));
      return;
    }
    if (ts.isStringLiteralLike(node)) for (const word of node.text.split(" ")) this.kept.add(word);
    else if (ts.isAsExpression(node)) this.readAssertion(node);
    else if (ts.isSpreadAssignment(node)) this.readSpread(node);
    else if (ts.isCallExpression(node)) {
      for (const argument of node.typeArguments ?? []) this.give(this.checker.getTypeFromTypeNode(argument));
    }
    this.readName(node);
    if (ts.isExpression(node)) this.readFlow(node);
    ts.forEachChild(node, (child) => this.read(child));
  }

  private readName(node: ts.Node): void {
    const { checker } = this;
    if (ts.isPropertyAccessExpression(node)) this.use(node.name.text, [checker.getSymbolAtLocation(node.name)]);
    else if (ts.isObjectLiteralElementLike(node) && ts.isObjectLiteralExpression(node.parent)) {
      this.readLiteralMember(node, node.parent);
    } else if (ts.isClassElement(node) && node.name && ts.isIdentifier(node.name)) {
      this.use(node.name.text, [checker.getSymbolAtLocation(node.name)]);
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && !node.dotDotDotToken) {
      const key = node.propertyName ?? node.name;
      if (ts.isIdentifier(key)) this.use(key.text, this.membersOf(checker.getTypeAtLocation(node.parent), key.text));
    }
  }

  private readLiteralMember(member: ts.ObjectLiteralElementLike, literal: ts.ObjectLiteralExpression): void {
    if (!member.name || !ts.isIdentifier(member.name)) return;
    const name = member.name.text;
    if (declaresFields(literal.parent)) {
      this.use(name, [this.checker.getSymbolAtLocation(member.name)]);
      return;
    }
    const type = this.checker.getContextualType(literal);
    const wanted = type ? this.membersOf(type, name) : [];
    // A type that was inferred from the literal says nothing about it.
    const isElsewhere = (symbol: ts.Symbol) => symbol.declarations?.some((one) => one !== member);
    this.use(name, wanted.filter(isElsewhere));
  }

  private use(name: string, symbols: ReadonlyArray<ts.Symbol | undefined>): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const declarations = symbols.flatMap((symbol) => symbol?.declarations ?? []);
    if (declarations.length === 0 || !declarations.every((one) => this.isOwn(one))) this.kept.add(name);
  }

  private isOwn(declaration: ts.Declaration): boolean {
    return this.isOurs(declaration.getSourceFile().fileName);
  }

  private membersOf(type: ts.Type, name: string): ts.Symbol[] {
    return partsOf(type).flatMap((part) => this.checker.getPropertyOfType(part, name) ?? []);
  }

  /** Where an expression meets a type that is wanted. */
  private readFlow(node: ts.Expression): void {
    if (ts.isObjectLiteralExpression(node)) return;
    const wanted = this.checker.getContextualType(node);
    if (!wanted) return;
    const type = this.checker.getTypeAtLocation(node);
    this.widen(type, wanted);
    this.narrow(type, wanted);
  }

  private readAssertion(node: ts.AsExpression): void {
    const from = this.checker.getTypeAtLocation(node.expression);
    const to = this.checker.getTypeAtLocation(node);
    this.narrow(from, to);
    this.widen(from, to);
  }

  private readSpread(node: ts.SpreadAssignment): void {
    const to = this.checker.getContextualType(node.parent);
    const from = this.checker.getTypeAtLocation(node.expression);
    if (to) this.widen(from, to);
    else this.give(from);
  }

  /** A value becomes one of a type that says less of its members. */
  private widen(from: ts.Type, to: ts.Type): void {
    for (const part of partsOf(to)) {
      const record = this.recordOf(part);
      if (isBlank(part) || this.isEmpty(part)) this.give(from);
      else if (record) this.widenToRecord(from, part, record);
    }
  }

  private widenToRecord(from: ts.Type, to: ts.Type, element: ts.Type): void {
    for (const part of partsOf(from)) {
      if (!hasFlag(part, TypeFlags.Object | TypeFlags.Intersection)) continue;
      if (this.recordOf(part) || this.checker.isArrayLikeType(part)) continue;
      for (const member of this.checker.getPropertiesOfType(part)) {
        if (this.checker.getPropertyOfType(to, member.name) || isPrivate(member)) continue;
        this.kept.add(member.name);
        this.widen(this.checker.getTypeOfSymbol(member), element);
      }
    }
  }

  /** A value that came from somewhere is said to be of this type. */
  private narrow(from: ts.Type, to: ts.Type): void {
    const isOpen = (part: ts.Type): boolean => {
      const record = this.recordOf(part);
      return isBlank(part) || (record !== undefined && isBlank(record));
    };
    if (partsOf(from).some(isOpen)) this.give(to);
  }

  private recordOf(type: ts.Type): ts.Type | undefined {
    return this.checker.getIndexInfosOfType(type).find(({ keyType }) => hasFlag(keyType, TypeFlags.String))?.type;
  }

  private isEmpty(type: ts.Type): boolean {
    if (!hasFlag(type, TypeFlags.Object) || hasObjectFlag(type, ObjectFlags.Mapped)) return false;
    const calls = type.getCallSignatures().length + type.getConstructSignatures().length;
    const indexes = this.checker.getIndexInfosOfType(type).length;
    return calls + indexes + this.checker.getPropertiesOfType(type).length === 0;
  }

  /** All names in the type stay, and all in what can be reached from it. */
  private give(type: ts.Type): void {
    if (this.given.has(type)) return;
    this.given.add(type);
    const { checker } = this;
    for (const part of type.isUnionOrIntersection() ? type.types : []) this.give(part);
    for (const argument of type.aliasTypeArguments ?? []) this.give(argument);
    const isReference = hasObjectFlag(type, ObjectFlags.Reference);
    for (const argument of isReference ? checker.getTypeArguments(type as ts.TypeReference) : []) this.give(argument);
    const declarations = type.symbol?.declarations ?? [];
    if (declarations.length > 0 && !declarations.some((one) => this.isOwn(one))) return;
    if (!hasFlag(type, TypeFlags.Object | TypeFlags.Intersection) || INTERNAL.has(type.symbol?.name ?? "")) return;
    for (const member of checker.getPropertiesOfType(type)) {
      if (isPrivate(member)) this.onPublicObjects.add(member.name);
      else {
        this.kept.add(member.name);
        this.give(checker.getTypeOfSymbol(member));
      }
    }
    for (const index of checker.getIndexInfosOfType(type)) this.give(index.type);
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.parameters) this.give(checker.getTypeOfSymbol(parameter));
      this.give(signature.getReturnType());
    }
  }
}

/** `message("Jid", { name: string(2) })`: the names are ours, on the wire they are numbers. */
export const declaresFields = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && node.expression.getText() === "message";

/** Gone when the program runs. */
export const isOnlyType = (node: ts.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node);

/** `declare const window: …`: what the host has. */
const isAmbient = (node: ts.Node): node is ts.VariableStatement =>
  ts.isVariableStatement(node) && !!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
