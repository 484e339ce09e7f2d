/** `@rondo/sdk/web`: the adapter for browsers and their workers. */
import type { Platform } from "../core/platform.ts";
import { findGlobals } from "../platforms/globals.ts";
import { web as webWith } from "../platforms/web.ts";

export const web = (): Platform => webWith(findGlobals());
