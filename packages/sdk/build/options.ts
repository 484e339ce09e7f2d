import { fileURLToPath } from "node:url";

/** A path inside this package. */
export const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const common = {
  platform: "neutral",
  tsconfig: false,
} as const;

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
 * What Node and type checkers read to know the members of a file whose exports are computed. It is never run.
 */
export const NAMES = "0&&(module.exports={connection,message,utils,logger,statusCode,default:rondo});";
