/** `@rondo/sdk/node`: the adapter for Node 22 and later, and whatever else has `WebSocket` and `fetch`. */
import type { Platform } from "../core/platform.ts";
import { findGlobals } from "../platforms/globals.ts";
import { node as nodeWith } from "../platforms/node.ts";

export const node = (): Platform => nodeWith(findGlobals());
