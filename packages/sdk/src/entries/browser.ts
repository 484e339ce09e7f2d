/** The file for a script tag: the object is `window.WebIM`, as pages written for the official file expect it, and `rondo`. */
import sdk from "../index.ts";

declare const window: { WebIM?: unknown } | undefined;

if (typeof window !== "undefined") window.WebIM = sdk;

export default Object.assign(sdk, { default: sdk });
