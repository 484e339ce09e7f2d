/**
 * `?.`, `??` and comparisons with `undefined` become `&&`, `||` and `!` where no value in question is false without being
 * undefined: ECMAScript 2017 has no shorter way to write them. A number that is NaN counts as none.
 */
import ts from "typescript";
import type { Edits } from "./edits.ts";

const { SyntaxKind } = ts;

/** What is written, and how members are called in it. */
export interface Writing {
  readonly edits: Edits;
  readonly names: ReadonlyMap<string, string>;
}

export function simplify(checker: ts.TypeChecker, node: ts.Node, writing: Writing): void {
  const { edits } = writing;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.QuestionQuestionToken) simplifyDefault(checker, node, edits);
    else if (kind === SyntaxKind.QuestionQuestionEqualsToken) {
      if (isFalseOnlyWhenMissing(checker, node.left))
        edits.replace(node.operatorToken.getStart(), node.operatorToken.end, "||=");
    } else if (kind === SyntaxKind.EqualsEqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsEqualsToken) {
      simplifyComparison(checker, node, edits);
    }
  } else if (isOptionalAccess(node)) simplifyAccess(checker, node, writing);
}

/** `a ?? b` is `a || b` where `a` is never false, or `b` is the one false value that `a` may have. */
function simplifyDefault(checker: ts.TypeChecker, node: ts.BinaryExpression, edits: Edits): void {
  const isSame = isFalseOnlyWhenMissing(checker, node.left) || isFalseValueOf(checker, node.left, node.right);
  const { operatorToken: operator, parent } = node;
  if (isSame) edits.replace(operator.getStart(), operator.end, "||");
  // The two operators do not mix without parentheses.
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken) {
    edits.insert(node.getStart(), "(");
    edits.insert(node.end, ")");
  }
}

/** `a === undefined` is `!a` where `a` is never false. */
function simplifyComparison(checker: ts.TypeChecker, node: ts.BinaryExpression, edits: Edits): void {
  const { left, right, operatorToken } = node;
  const isUndefined = ts.isIdentifier(right) && right.text === "undefined";
  if (!isUndefined || !isFalseOnlyWhenMissing(checker, left) || isNullable(checker, left)) return;
  if (!ts.isIdentifier(left) && !ts.isPropertyAccessExpression(left) && !ts.isCallExpression(left)) return;
  const isEqual = operatorToken.kind === SyntaxKind.EqualsEqualsEqualsToken;
  edits.insert(node.getStart(), isEqual ? "!" : "!!");
  edits.replace(left.end, node.end, "");
}

type OptionalAccess = ts.PropertyAccessExpression | ts.CallExpression | ts.ElementAccessExpression;

function isOptionalAccess(node: ts.Node): node is OptionalAccess {
  const isAccess =
    ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isElementAccessExpression(node);
  return isAccess && node.questionDotToken !== undefined;
}

/** `a?.b.c()` is `a && a.b.c()` where `a` is never false; only where `a` is short enough to be written twice. */
function simplifyAccess(checker: ts.TypeChecker, node: OptionalAccess, { edits, names }: Writing): void {
  const { expression: base, questionDotToken: token } = node;
  if (!token || !isPath(checker, base) || !isFalseOnlyWhenMissing(checker, base)) return;
  if (isNullable(checker, base)) return;
  let chain: ts.Node = node;
  while (isLinkOf(chain, chain.parent)) chain = chain.parent;
  edits.insert(chain.getStart(), `(${pathText(base, names)} && `);
  edits.replace(token.getStart(), token.end, ts.isPropertyAccessExpression(node) ? "." : "");
  edits.insert(chain.end, ")");
}

const isLinkOf = (node: ts.Node, parent: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(parent) ||
    ts.isCallExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isNonNullExpression(parent)) &&
  parent.expression === node;

/** Can be evaluated twice: a variable, or members of one that are no getters. */
function isPath(checker: ts.TypeChecker, node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || node.kind === SyntaxKind.ThisKeyword) return true;
  if (isFirstOf(node)) return isPath(checker, node.expression);
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken) return false;
  const symbol = checker.getSymbolAtLocation(node.name);
  return !!symbol && !(symbol.flags & ts.SymbolFlags.Accessor) && isPath(checker, node.expression);
}

/** `list[0]` */
const isFirstOf = (node: ts.Expression): node is ts.ElementAccessExpression =>
  ts.isElementAccessExpression(node) && !node.questionDotToken && ts.isNumericLiteral(node.argumentExpression);

function pathText(node: ts.Expression, names: ReadonlyMap<string, string>): string {
  if (isFirstOf(node)) return `${pathText(node.expression, names)}[${node.argumentExpression.getText()}]`;
  if (!ts.isPropertyAccessExpression(node)) return node.getText();
  return `${pathText(node.expression, names)}.${names.get(node.name.text) ?? node.name.text}`;
}

const { TypeFlags } = ts;

function isFalseOnlyWhenMissing(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const isTrue = (type: ts.Type): boolean => {
    if (type.isUnion()) return type.types.every(isTrue);
    if (type.isStringLiteral() || type.isNumberLiteral()) return !!type.value;
    if (type.flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Null)) return true;
    if (type.isIntersection()) return type.types.some(isTrue);
    return (type.flags & (TypeFlags.Object | TypeFlags.NonPrimitive)) !== 0;
  };
  return isTrue(checker.getTypeAtLocation(node));
}

function isNullable(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  return (type.isUnion() ? type.types : [type]).some((part) => (part.flags & TypeFlags.Null) !== 0);
}

/** `other` is the only value of the type of `node` that is false and not missing. */
function isFalseValueOf(checker: ts.TypeChecker, node: ts.Expression, other: ts.Expression): boolean {
  const value = checker.getTypeAtLocation(other);
  const kind =
    value.isStringLiteral() && value.value === ""
      ? TypeFlags.StringLike
      : value.isNumberLiteral() && value.value === 0
        ? TypeFlags.NumberLike
        : other.kind === SyntaxKind.FalseKeyword
          ? TypeFlags.BooleanLike
          : 0;
  const allowed = kind | TypeFlags.Undefined | TypeFlags.Null;
  const type = checker.getTypeAtLocation(node);
  return kind !== 0 && (type.isUnion() ? type.types : [type]).every((part) => (part.flags & allowed) !== 0);
}
