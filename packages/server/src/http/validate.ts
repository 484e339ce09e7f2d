import type { TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { TLocalizedValidationError } from "typebox/error";
import { AppError } from "../kernel/errors.ts";
import type { Endpoint } from "../kernel/rest.ts";

export interface Incoming {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Checks against the schemas of an endpoint. Parameters and query arrive as text and are converted to what the schema says; a
 * body is JSON and says itself what it is. Without a schema a part passes as it came.
 */
export function validatorOf({ params, query, body }: Pick<Endpoint, "params" | "query" | "body">) {
  const checkParams = checker(params, { whole: "the path", isText: true });
  const checkQuery = checker(query, { whole: "the query", isText: true });
  const checkBody = checker(body, { whole: "the body", isText: false });
  /** @throws AppError INVALID_ARGUMENT naming the field. */
  return (incoming: Incoming): Incoming => ({
    params: checkParams(incoming.params),
    query: checkQuery(incoming.query),
    body: checkBody(incoming.body === undefined ? {} : incoming.body),
  });
}

function checker(
  schema: TSchema | undefined,
  { whole, isText }: { whole: string; isText: boolean },
): (value: unknown) => unknown {
  if (schema === undefined) return (value) => value;
  // When the first request comes: of hundreds of endpoints most servers need few, and compiling all was a tenth of a start.
  let validator: Validator | undefined;
  return (value) => {
    validator ??= Compile(schema);
    // Convert writes into what it is given, and the text as it came is still needed.
    const converted = isText ? validator.Convert(Object.assign({}, value)) : value;
    if (validator.Check(converted)) return converted;
    throw new AppError("INVALID_ARGUMENT", toSentence(validator.Errors(excerpt(converted)), whole));
  };
}

const MAX_ITEMS = 100;
const MAX_LEVELS = 8;

/**
 * What is looked at to say what is wrong. All that is wrong is gathered for one sentence, which takes seconds for a body full
 * of it; so of each list and object the beginning has to do. A fault behind that is refused without its name.
 */
function excerpt(value: unknown, levels = MAX_LEVELS): unknown {
  if (typeof value !== "object" || value === null || levels === 0) return value;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => excerpt(item, levels - 1));
  const members = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(members.map(([name, member]) => [name, excerpt(member, levels - 1)]));
}

/** Names the field and the rule, never the value: it may be a password. */
function toSentence(errors: readonly TLocalizedValidationError[], whole: string): string {
  // Of a choice between schemas the errors of each branch come first; the choice itself comes last and is the field's.
  const choice = errors.findLast((error) => error.keyword === "anyOf" || error.keyword === "oneOf");
  const error = choice ?? errors[0];
  if (error === undefined) return `${whole} is not valid`;
  const at = error.instancePath.slice(1).replaceAll("/", ".");
  const name = at === "" ? whole : at.slice(0, 128);
  switch (error.keyword) {
    case "required":
      return `${[...(at === "" ? [] : [at]), error.params.requiredProperties[0]].join(".")} is required`;
    // The schema of a member that the schema does not know is `false`.
    case "boolean":
      return `${name} is not known`;
    case "anyOf":
    case "oneOf":
      return `${name} is not valid`;
    default:
      return `${name} ${error.message}`;
  }
}
