import type { AsyncResult } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { type Given, type Operation, run, withAliases } from "../../core/operations.ts";

/** What becomes of an answer; `word` stands behind the name of the reader in the line. */
export type Readers = Readonly<Record<string, (answer: AsyncResult, given: Given, word: string) => unknown>>;

/** By the sign behind the name of a parameter: what it has to be. */
const KINDS: Record<string, string> = {
  "": "text",
  "+": "text",
  $: "string",
  "#": "number",
  "[]": "list",
  "[+]": "full",
  "{}": "object",
  "*": "names",
};
const FIELD = /^(\w+)(?:=(\w+))?([+$#*[\]{}]*)(\??)(:?)(.*)$/;

/**
 * Methods, one in a line: `name METHOD /path fields >reader:word`; what is behind the path may be missing.
 *
 * - Behind the name, in parentheses, are the parameters that are given one after the other.
 * - The path is that of an {@link Operation}; each `:parameter` in it has to be given, as a text, with `[]` as a list, with `*`
 *   as either. `?v` at its end asks for the third version of the answer.
 * - A field is a member of the body, of a GET one of the query: `key=parameter`, or one name for both; `me` is who asks.
 *   Behind it a sign of `KINDS`; what has `+` or `*` is sent as a list. Then `?` if it may be missing, and what it is then,
 *   as JSON. With `?` and no sign it may be anything. `key:JSON` is a constant.
 *
 * A line is read when its method is called: there are a hundred of them, and an application that starts waits for none.
 * `written` completes a line, or its first word.
 */
export function lineMethods<Methods extends object>(
  client: Client,
  lines: string,
  readers: Readers = {},
  aliases = "",
  written: (line: string) => string = (line) => line,
): Methods {
  const methods: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
  for (const line of lines.trim().split("\n")) {
    methods[written(line.slice(0, line.search(/[ (]/)))] = (...args) =>
      run(client, readLine(written(line), readers), args);
  }
  // The lines say nothing of types.
  return withAliases(methods as Methods, aliases);
}

function readLine(line: string, readers: Readers): Operation {
  const [name = "", method = "", place = "", ...words] = line.split(" ");
  const [, takes] = name.split(/[()]/);
  const [path = "", version] = place.split("?");
  const needs: string[] = [];
  for (const parameter of path.match(/:\w+[*[\]]*/g) || []) {
    needs.push(parameter.slice(1).replace(/[*[\]]*$/, (sign) => `:${KINDS[sign]}`));
  }
  let gives: Operation["gives"];
  const fields: Field[] = [];
  for (const word of words) {
    const [reader = "", argument = ""] = word.slice(1).split(":");
    if (word[0] === ">") gives = (answer, given) => readers[reader]?.(answer, given, argument);
    else fields.push(fieldOf(word, needs));
  }
  const select = (given: Given, client: Client): object => {
    const selected: Record<string, unknown> = {};
    for (const [key, read] of fields) selected[key] = read(given, client);
    return selected;
  };
  const isRead = method === "GET";
  return {
    call: `${method} ${path.replace(/[*[\]]/g, "")}`,
    needs: needs.join(" "),
    ...(takes ? { takes: takes.replace(/,/g, " ") } : {}),
    query: (given, client) => Object.assign({}, isRead && select(given, client), version && { version: "v3" }),
    ...(gives ? { gives } : {}),
    ...(fields.length > 0 && !isRead ? { body: select } : {}),
  };
}

type Field = readonly [key: string, read: (given: Given, client: Client) => unknown];

function fieldOf(word: string, needs: string[]): Field {
  const [, key = "", from = key, sign = "", mayLack = "", colon, json = ""] = FIELD.exec(word) || [];
  const fixed = json && JSON.parse(json);
  if (colon) return [key, () => fixed];
  if (from === "me") return [key, (_given, client) => client.identity?.user];
  if (sign || !mayLack) needs.push(`${from}${mayLack}:${KINDS[sign]}`);
  const isList = sign === "+" || sign === "*";
  return [
    key,
    (given) => {
      const value = given[from] ?? (json ? fixed : undefined);
      return isList && !Array.isArray(value) ? [value] : value;
    },
  ];
}
