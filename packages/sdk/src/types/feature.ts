/**
 * A part of the SDK that puts `Methods` on a connection: `messages`, `history` and the like. It is named in a call of
 * `connectionWith` and never called by an application.
 */
export type Feature<Methods extends object> = (client: never) => Methods;

/** What features put on a connection, all of them together. */
export type MethodsOf<Features extends ReadonlyArray<Feature<object>>> = Intersection<MethodsIn<Features[number]>>;

// Not ReturnType: to its `any` a function that takes `never` is no function.
type MethodsIn<Each> = Each extends (client: never) => infer Methods ? Methods : never;

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
