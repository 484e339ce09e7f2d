import { fileURLToPath } from "node:url";
import type { InputOptions } from "rolldown";

/** A path inside this package. */
export const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const common: Pick<InputOptions, "platform" | "tsconfig"> = { platform: "neutral", tsconfig: false };

/** As it was written, in ECMAScript 2017, which every mini program has read since 2019. */
export const inputOptions = {
  ...common,
  transform: {
    target: "es2017",
    assumptions: { noDocumentAll: true, pureGetters: true, setPublicClassFields: true, setSpreadProperties: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
} as const;

/** For `minified` and `lowered`, which turn newer syntax into something shorter than the bundler does. */
export const modernInputOptions = {
  ...common,
  transform: { target: "es2022", typescript: { removeClassFieldsWithoutInitializer: true } },
} as const;

/** CommonJS, then AMD, then a global: what every mini program and every page can load. */
export const UMD = { format: "umd", name: "rondo", exports: "default", sourcemap: true } as const;

/**
 * The same for what is minified as a module of its own, so that nothing of it is outside of a function. The function stands
 * in parentheses: engines compile it at once then, and do not read it twice.
 */
export const UMD_BODY = { format: "cjs", exports: "default", sourcemap: true } as const;
export const UMD_HEAD =
  '(function(root,make){"object"==typeof exports&&"undefined"!=typeof module?module.exports=make({}):' +
  '"function"==typeof define&&define.amd?define([],function(){return make({})}):' +
  '("undefined"!=typeof globalThis?globalThis:root||self).rondo=make({})})(this,(function(module){';
export const UMD_TAIL = "return module.exports}));";

/**
 * What Node and type checkers read to know the members of a file whose exports are computed. It is never run.
 */
export const NAMES = "0&&(module.exports={connection,message,utils,logger,statusCode,default:rondo});";
/** The same without shorthand members, for the file that is ECMAScript 5. */
export const OLD_NAMES =
  "0&&(exports.connection=exports.message=exports.utils=exports.logger=exports.statusCode=exports.default=0);";
