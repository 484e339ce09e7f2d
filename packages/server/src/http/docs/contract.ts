/** For tests: what an endpoint does is compared with what its declaration, and so the documentation, says. */
import { isDeepStrictEqual } from "node:util";
import { Value } from "typebox/value";
import { AppError } from "../../kernel/errors.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import { refusalsOf } from "./refusals.ts";

/** The same endpoint, which tells of every answer that its `reply` does not describe and every refusal that it does not list. */
export function observed(endpoint: Endpoint, onFault: (sentence: string) => void): Endpoint {
  const { name, reply, errors } = endpoint;
  const known = refusalsOf({ ...endpoint, refusals: {} });
  return {
    ...endpoint,
    async handle(call) {
      try {
        const answer = await endpoint.handle(call);
        if (reply !== undefined) {
          for (const fault of faultsOf(reply, answer)) onFault(`${name} answers what is not declared: ${fault}`);
        }
        return answer;
      } catch (error) {
        const isKnown = errors === undefined || !(error instanceof AppError) || known.has(error.code);
        if (!isKnown) onFault(`${name} refuses with ${error.code}, which is not declared`);
        throw error;
      }
    },
  };
}

function faultsOf(schema: NonNullable<Endpoint["reply"]>, answer: unknown): string[] {
  if (!Value.Check(schema, answer)) {
    return Value.Errors(schema, answer).map(
      ({ instancePath, message }) => `${instancePath || "the answer"} ${message}`,
    );
  }
  // Members that the schema does not know are allowed by it, and are what a documentation forgets.
  const cleaned = Value.Clean(schema, structuredClone(answer));
  return isDeepStrictEqual(cleaned, answer) ? [] : ["it has members that the schema does not know"];
}
