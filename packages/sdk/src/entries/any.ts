/** `@rondo/sdk/any`: all adapters, and the choice between them by looking at the globals, as the one file makes it. */
import type { Platform } from "../core/platform.ts";
import { detectPlatform } from "../platforms/detect.ts";
import { findGlobals } from "../platforms/globals.ts";

export const anyPlatform = (): Platform => detectPlatform(findGlobals());
