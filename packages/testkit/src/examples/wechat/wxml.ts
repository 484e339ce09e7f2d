import { type Node, parseExpressionAt } from "acorn";

/** A page or a component as its script has registered it. */
export interface Unit {
  /** Names that its markup may use. */
  readonly names: ReadonlySet<string>;
  /** Names of its functions. */
  readonly handlers: ReadonlySet<string>;
  /** Events that it tells to who uses it. */
  readonly events: ReadonlySet<string>;
}

interface Tag {
  readonly line: number;
  readonly name: string;
  readonly isEnd: boolean;
  readonly isEmpty: boolean;
  readonly attributes: readonly (readonly [string, string])[];
}

interface Context {
  readonly unit: Unit;
  /** By the name of their tag. */
  readonly components: ReadonlyMap<string, Unit>;
  /** What the texts of the demo are called: `t.` something else would show nothing. */
  readonly texts: ReadonlySet<string>;
}

const BUILT_IN = new Set(["view", "scroll-view", "text", "image", "input", "block"]);
const DIRECTIVES = new Set(["wx:if", "wx:elif", "wx:else", "wx:for", "wx:for-item", "wx:for-index", "wx:key"]);
/** What the built-in components of the list above tell. */
const EVENTS = new Set(
  "tap longpress input confirm focus blur scroll scrolltoupper scrolltolower load error".split(" "),
);
/** What the expressions of WXML may consist of: there are no calls in it and no functions. */
const EXPRESSIONS = new Set([
  "Identifier",
  "Literal",
  "MemberExpression",
  "ConditionalExpression",
  "LogicalExpression",
  "BinaryExpression",
  "UnaryExpression",
]);

const TAG = /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>/g;
const EXPRESSION = /\{\{([\s\S]*?)\}\}/g;

/** What WeChat's compiler or a phone would not take, or would take and show as nothing. */
export function wxmlProblems(source: string, context: Context): string[] {
  const problems: string[] = [];
  const rest = source.replace(TAG, "").replace(EXPRESSION, "");
  if (/[<>]|\{\{|\}\}/.test(rest)) problems.push("something is no tag, no text and no expression");

  const open: Tag[] = [];
  /** Per level: whether an `wx:else` may follow. */
  let mayElse = [false];
  let end = 0;
  for (const { tag, from, to } of tagsOf(source)) {
    const say = (what: string): void => void problems.push(`line ${tag.line}: ${what}`);
    const text = source.slice(end, from);
    end = to;
    checkExpressions(text, scopeOf(open, context), say, context);
    if (tag.isEnd) {
      const start = open.pop();
      mayElse = mayElse.slice(0, -1);
      if (start?.name !== tag.name) say(`</${tag.name}> closes <${start?.name ?? "nothing"}>`);
      continue;
    }
    const directive = tag.attributes.find(([key]) => /^wx:(if|elif|else)$/.test(key))?.[0];
    if ((directive === "wx:elif" || directive === "wx:else") && !mayElse.at(-1)) say(`${directive} follows no wx:if`);
    mayElse[mayElse.length - 1] = directive === "wx:if" || directive === "wx:elif";
    if (!tag.isEmpty) {
      open.push(tag);
      mayElse = [...mayElse, false];
    }
    checkTag(tag, { scope: scopeOf(tag.isEmpty ? [...open, tag] : open, context), say, context });
  }
  for (const tag of open) problems.push(`line ${tag.line}: <${tag.name}> is never closed`);
  return problems;
}

interface Check {
  readonly scope: ReadonlySet<string>;
  readonly say: (what: string) => void;
  readonly context: Context;
}

function checkTag(tag: Tag, { scope, say, context }: Check): void {
  const component = context.components.get(tag.name);
  if (component === undefined && !BUILT_IN.has(tag.name)) say(`<${tag.name}> is no component here`);
  const keys = tag.attributes.map(([key]) => key);
  if (keys.includes("wx:for") && !keys.includes("wx:key")) say("wx:for without wx:key");
  for (const [key, value] of tag.attributes) {
    const [, event] = /^(?:capture-)?(?:bind|catch):?(\w+)$/.exec(key) ?? [];
    if (event !== undefined) {
      if (!context.unit.handlers.has(value)) say(`there is no handler "${value}"`);
      if (!(EVENTS.has(event) || component?.events.has(event))) say(`nobody tells "${event}"`);
    } else if (key.startsWith("wx:")) {
      if (!DIRECTIVES.has(key)) say(`there is no "${key}"`);
      if (/^wx:(if|elif|for)$/.test(key) && !/^\{\{[\s\S]+\}\}$/.test(value)) say(`${key} without an expression`);
    } else if (/[:@]|^v-|^on[A-Z]/.test(key)) say(`"${key}" is another platform's`);
    else if (component !== undefined && key !== "class" && !component.names.has(key)) say(`it has no "${key}"`);
    checkExpressions(value, scope, say, context);
  }
}

/** What is known at a place: the data of the page, and what the loops around it count. */
function scopeOf(open: readonly Tag[], { unit }: Context): ReadonlySet<string> {
  const names = new Set(unit.names);
  for (const { attributes } of open) {
    const of = new Map(attributes);
    if (!of.has("wx:for")) continue;
    names.add(of.get("wx:for-item") ?? "item").add(of.get("wx:for-index") ?? "index");
  }
  return names;
}

function checkExpressions(
  text: string,
  scope: ReadonlySet<string>,
  say: (what: string) => void,
  context: Context,
): void {
  for (const [, expression = ""] of text.matchAll(EXPRESSION)) {
    try {
      const wrapped = `(${expression})`;
      const tree = parseExpressionAt(wrapped, 0, { ecmaVersion: 2020 });
      if (tree.end !== wrapped.length - 1 && tree.end !== wrapped.length) throw new Error("more than one expression");
      checkNode(tree, { scope, say, context });
    } catch (error) {
      say(`{{${expression}}}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

function checkNode(node: Node, check: Check): void {
  const { scope, say, context } = check;
  if (!EXPRESSIONS.has(node.type)) say(`${node.type} in an expression`);
  // The members that acorn documents for these types.
  const parts = node as unknown as Record<string, Node & { name?: string }>;
  if (node.type === "Identifier" && !scope.has(parts.name as unknown as string))
    say(`there is no data "${parts.name}"`);
  if (node.type === "MemberExpression") {
    const { object, property, computed } = parts;
    if (object?.name === "t" && !context.texts.has(property?.name ?? "")) say(`there is no text "${property?.name}"`);
    if (object) checkNode(object, check);
    if (computed && property) checkNode(property, check);
    return;
  }
  for (const key of ["test", "consequent", "alternate", "left", "right", "argument"]) {
    if (parts[key] !== undefined) checkNode(parts[key], check);
  }
}

function* tagsOf(source: string): Generator<{ tag: Tag; from: number; to: number }> {
  for (const match of source.matchAll(TAG)) {
    const [whole, end, name, rest = "", empty] = match;
    if (name === undefined) continue;
    const attributes = [...rest.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)];
    const tag: Tag = {
      line: source.slice(0, match.index).split("\n").length,
      name,
      isEnd: end !== "",
      isEmpty: empty !== "",
      attributes: attributes.map(([, key = "", double, single]) => [key, double ?? single ?? ""] as const),
    };
    yield { tag, from: match.index, to: match.index + whole.length };
  }
}
