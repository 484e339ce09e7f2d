/** The last step: from what the bundler gives to the files that applications load. */
import { writeFileSync } from "node:fs";
import { type JsMinifyOptions, type Options, transform } from "@swc/core";
import { at, NAMES, OLD_NAMES, UMD_HEAD, UMD_TAIL } from "./options.ts";

/** What the bundler gives. */
interface Bundle {
  readonly code: string;
  readonly map: { toString(): string } | null;
}

/** True of our code, and of what is handed to it: what newer syntax becomes is several times shorter with them. */
const assumptions = {
  ignoreFunctionLength: true,
  ignoreFunctionName: true,
  noDocumentAll: true,
  objectRestNoSymbols: true,
  pureGetters: true,
  setPublicClassFields: true,
  setSpreadProperties: true,
};

const compress = { keep_fargs: false, passes: 3, pure_getters: true, toplevel: true, unsafe: true } as const;

/** ECMAScript 2017, which every mini program has read since 2019. */
const ES2017 = { target: "es2017", assumptions } as const;

const FORMS = {
  /** For bundlers, which minify themselves. */
  readable: { jsc: ES2017 },
  es2017: {
    minify: true,
    jsc: {
      ...ES2017,
      minify: {
        compress: { ...compress, ecma: 2017, unsafe_arrows: true, unsafe_methods: true },
        mangle: { toplevel: true },
      },
    },
  },
  /** For base libraries before 2019. They still need Promise, Map, Symbol, typed arrays, Object.assign. */
  es5: {
    minify: true,
    jsc: {
      target: "es5",
      loose: true,
      minify: { compress: { ...compress, ecma: 5 }, mangle: { toplevel: true } } as JsMinifyOptions,
    },
  },
} satisfies Record<string, Options>;

export async function minified(
  bundle: Bundle,
  form: keyof typeof FORMS,
  isModule = false,
): Promise<{ readonly code: string; readonly map: string }> {
  const { code, map = "" } = await transform(bundle.code, {
    isModule,
    configFile: false,
    swcrc: false,
    sourceMaps: true,
    ...(bundle.map ? { inputSourceMap: bundle.map.toString() } : {}),
    ...FORMS[form],
  });
  return { code, map };
}

/** Writes it to `dist/`, its map beside it. Modules and scripts are told apart by the name of the file. */
export async function writeBundle(name: string, bundle: Bundle, form: keyof typeof FORMS): Promise<void> {
  const { code, map } = await minified(bundle, form, name.endsWith(".mjs"));
  write(name, code, map);
}

/** One of the files to copy, from what was bundled as `UMD_BODY`. */
export async function writeFileToCopy(name: string, bundle: Bundle, form: "es2017" | "es5"): Promise<void> {
  const { code, map } = await minified(bundle, form);
  // What is before the code is one line.
  const shifted = { ...JSON.parse(map), mappings: `;${JSON.parse(map).mappings}` };
  write(
    name,
    `${UMD_HEAD}\n${code.trimEnd()}\n${UMD_TAIL}\n${form === "es5" ? OLD_NAMES : NAMES}`,
    JSON.stringify(shifted),
  );
}

function write(name: string, code: string, map: string): void {
  const file = name.slice(name.lastIndexOf("/") + 1);
  writeFileSync(at(`dist/${name}`), `${code.trimEnd()}\n//# sourceMappingURL=${file}.map\n`);
  writeFileSync(at(`dist/${name}.map`), map);
}
