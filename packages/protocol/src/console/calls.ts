/** The types of a call, for whoever makes it and whoever answers it. Types only: no schema is loaded for them. */
import type { Static, TSchema } from "typebox";
import type { ConsoleCallName, consoleRoutes } from "./routes.ts";
import type { consoleShapes } from "./schema/index.ts";

type Shapes = typeof consoleShapes;

type ParamNames<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | ParamNames<Tail>
    : Rest
  : never;

/** What the path is filled with; the values are texts. */
export type ConsoleParams<N extends ConsoleCallName> = Record<ParamNames<(typeof consoleRoutes)[N]["path"]>, string>;

export type ConsoleQuery<N extends ConsoleCallName> = Shapes[N] extends { query: infer Q extends TSchema }
  ? Static<Q>
  : Record<never, never>;

export type ConsoleBody<N extends ConsoleCallName> = Shapes[N] extends { body: infer B extends TSchema }
  ? Static<B>
  : Record<never, never>;

export type ConsoleReply<N extends ConsoleCallName> = Static<Shapes[N]["reply"]>;

/** The body of every refusal. */
export interface ConsoleFailure {
  /** A name in the table of errors: what a program goes by. */
  readonly code: string;
  /** A sentence in English. */
  readonly message: string;
  /** What a page can make its own sentence of, where there is something: `limit`, `field`, `rest`, … */
  readonly details: Readonly<Record<string, unknown>>;
}
