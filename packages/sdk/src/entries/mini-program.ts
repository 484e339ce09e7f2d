/** The file that mini programs copy: one object, which is its own `default` for who imports it that way. */
import { detectMiniProgram } from "../platforms/detect.ts";
import { findHostGlobals } from "../platforms/globals.ts";
import { nowhere } from "../platforms/nowhere.ts";
import { createSdk } from "../sdk.ts";

const globals = findHostGlobals();
const sdk = createSdk({ globals, platform: detectMiniProgram(globals) ?? nowhere() });

export default Object.assign(sdk, { default: sdk });
