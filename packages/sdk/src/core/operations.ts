import { type AsyncResult, ask, type Callbacks, isText, refuse, resourceOf, tell, userOf } from "./calls.ts";
import type { Client } from "./client.ts";
import type { RestCall } from "./rest.ts";

/** What a method was called with. Members are checked by `needs`, or where they are used. */
export type Given = Callbacks & Readonly<Record<string, unknown>>;

/** Names of parameters, as `text` or, where the server has another name for it, as `to=languages`; or a function that gives it all. */
type Selection = string | ((given: Given, client: Client) => unknown);

/** A method of the official API that is one REST call, as data. */
export interface Operation {
  /**
   * `POST! /users/~/contacts/:to`: `~` is who asks, `:to` the parameter of that name. `!`: the server is told which device
   * asks, and leaves it out when it tells the others.
   */
  readonly call: string;
  /** Names of the parameters, when they are given one after the other and not as members of one object. */
  readonly takes?: string;
  /** What parameters have to be, as `name:text` or `name?:text`, by the names of `KINDS`. Everything else is refused with -3. */
  readonly needs?: string;
  readonly query?: Selection;
  readonly body?: Selection;
  /** What the promise resolves with; without it, with the answer and `type: 0`. The callback of old gets the latter. */
  readonly gives?: (answer: AsyncResult, given: Given) => unknown;
}

const KINDS: Record<string, (value: unknown) => boolean> = {
  text: isText,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  count: (value) => typeof value === "number" && value >= 0,
  object: (value) => typeof value === "object" && value !== null,
  list: Array.isArray,
  full: (value) => Array.isArray(value) && value.length > 0,
  names: (value) => isText(value) || Array.isArray(value),
};

/** Of methods that resolve with nothing. */
export const nothing = (): void => {};

/** Of methods that resolve with `data` alone. */
export const data =
  (read: (answer: AsyncResult, given: Given) => unknown): NonNullable<Operation["gives"]> =>
  (answer, given) => ({ type: 0, data: read(answer, given) });

/**
 * The methods of a table. `aliases` are the other names they have, as `getRoster=getContacts`.
 *
 * A table says nothing of types: `Methods` is believed.
 */
export function operations<Methods extends object>(
  client: Client,
  table: Readonly<Record<string, Operation>>,
  aliases = "",
): Methods {
  const methods: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const name of Object.keys(table)) {
    const operation = table[name] as Operation; // one of its own keys
    methods[name] = (...args) => run(client, operation, args);
  }
  return withAliases(methods as Methods, aliases);
}

/** The same functions under their other names as well. */
export function withAliases<Methods extends object>(methods: Methods, aliases: string): Methods {
  const all = methods as Record<string, unknown>;
  for (const alias of aliases.split(" ")) {
    const [other = "", name = ""] = alias.split("=");
    if (other) all[other] = all[name];
  }
  return methods;
}

/** One call of such a method: what is wrong with the parameters is a rejection, too. */
export function run(client: Client, operation: Operation, args: readonly unknown[]): Promise<unknown> {
  const given = givenIn(operation, args);
  const { gives } = operation;
  return tell(client, given, request(client, operation, given), gives && ((answer) => gives(answer, given)));
}

async function request(client: Client, operation: Operation, given: Given): Promise<AsyncResult> {
  check(given, operation.needs);
  const [method = "", path = ""] = operation.call.split(" ");
  const query = { ...(select(client, operation.query, given) as RestCall["query"]) };
  return ask(client, {
    method: method.replace("!", "") as RestCall["method"], // from a table of ours
    path: path.replace(/~|:(\w+)/g, (sign, name: string) =>
      sign === "~" ? userOf(client) : encodeURIComponent(String(given[name])),
    ),
    query: method.indexOf("!") < 0 ? query : Object.assign(query, resourceOf(client)),
    body: select(client, operation.body, given),
  });
}

function givenIn({ takes }: Operation, args: readonly unknown[]): Given {
  const given: Record<string, unknown> = {};
  if (takes === undefined) return (args[0] || given) as Given; // whose members are about to be checked
  takes.split(" ").forEach((name, index) => {
    given[name] = args[index];
  });
  return given;
}

function check(given: Given, needs = ""): void {
  for (const need of needs.split(" ")) {
    const [, name = "", mayLack, kind = ""] = /^(\w+)(\??):(\w+)$/.exec(need) || [];
    const value = given[name];
    const isGood = !name || (mayLack && value === undefined) || KINDS[kind]?.(value);
    if (!isGood) refuse(`Invalid parameter: "${name}"`);
  }
}

function select(client: Client, selection: Selection | undefined, given: Given): unknown {
  if (typeof selection !== "string") return selection?.(given, client);
  const selected: Record<string, unknown> = {};
  for (const one of selection.split(" ")) {
    const [name = "", from = name] = one.split("=");
    selected[name] = given[from];
  }
  return selected;
}
