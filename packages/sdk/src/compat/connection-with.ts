import type { Feature as AnyFeature } from "../core/client.ts";
import type { Log } from "../core/log.ts";
import type { Platform } from "../core/platform.ts";
import type { BasicConnection } from "../types/connection.ts";
import type { Feature, MethodsOf } from "../types/feature.ts";
import type { Options } from "../types/sdk.ts";
import { ConnectionCore } from "./connection.ts";
import { isPageHttps } from "./page.ts";

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
) => BasicConnection & MethodsOf<Features> {
  class ConnectionWithFeatures extends ConnectionCore {
    constructor(options: Options) {
      super(options, {
        platform: options?.platform ?? platform(),
        log,
        isPageHttps: isPageHttps(),
        // Applications get features from here only, and see nothing of what they are called with.
        features: features as ReadonlyArray<unknown> as ReadonlyArray<AnyFeature<object>>,
      });
    }
  }
  // The constructor of ConnectionCore puts the methods of the features on the object.
  return ConnectionWithFeatures as unknown as new (
    options: Options,
  ) => BasicConnection & MethodsOf<Features>;
}

const ignore = (): void => {};
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
