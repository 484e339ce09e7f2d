/** The file that mini programs copy: one object, which is its own `default` for who imports it that way. */
import sdk from "../index.ts";

export default Object.assign(sdk, { default: sdk });
