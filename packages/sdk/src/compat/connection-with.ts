import type { Feature } from "../core/client.ts";
import type { ConnectionParameters } from "../core/config.ts";
import type { Log } from "../core/log.ts";
import type { Platform } from "../core/platform.ts";
import { ConnectionCore } from "./connection.ts";
import { isPageHttps } from "./page.ts";

/** Options, and `platform`: instead of the one the constructor was made for. */
export type Options = ConnectionParameters & { readonly platform?: Platform };

/** What features put on a connection, all of them together. */
export type MethodsOf<Features extends ReadonlyArray<Feature<object>>> = Intersection<ReturnType<Features[number]>>;

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/**
 * A constructor of connections with these features and no others, so that bundlers leave the rest out. `platform` is asked
 * when the first connection is made. Without a `log` nothing is printed and nothing kept.
 */
export function connectionWith<const Features extends ReadonlyArray<Feature<object>>>(
  features: Features,
  platform: () => Platform,
  { log = silent }: { log?: Log } = {},
): new (
  options: Options,
) => ConnectionCore & MethodsOf<Features> {
  class ConnectionWithFeatures extends ConnectionCore {
    constructor(options: Options) {
      super(options, { platform: options?.platform ?? platform(), log, isPageHttps: isPageHttps(), features });
    }
  }
  // The constructor of ConnectionCore puts the methods of the features on the object.
  return ConnectionWithFeatures as unknown as new (
    options: Options,
  ) => ConnectionCore & MethodsOf<Features>;
}

const ignore = (): void => {};
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
