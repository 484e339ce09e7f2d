/**
 * Completes `dist/` to the package that `npm pack packages/sdk/dist` packs: modules, the same as CommonJS, types, and the
 * file for old hosts. `build.ts` comes before.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { transform } from "@swc/core";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { FILES, PARTS } from "./manifest.ts";
import { at, inputOptions, NAMES } from "./options.ts";

const [ONE_FILE, ...VARIANTS] = FILES;
const parts = Object.fromEntries(Object.entries(PARTS).map(([name, path]) => [name, at(path)]));
const whole = { index: at("src/index.ts") };

// Names of chunks change with the sources.
for (const folder of ["chunks", "miniprogram"]) rmSync(at(`dist/${folder}`), { recursive: true, force: true });
mkdirSync(at("dist/miniprogram"), { recursive: true });

await buildModules();
await buildTypes();
await buildForOldHosts();
copyFileSync(at(`dist/${ONE_FILE}.js`), at("dist/miniprogram/index.js"));
copyFileSync(at(`dist/${ONE_FILE}.d.ts`), at("dist/miniprogram/index.d.ts"));
for (const name of Object.keys(PARTS)) writeOldPath(name);
copyFileSync(at("README.md"), at("dist/README.md"));
copyFileSync(at("../../LICENSE"), at("dist/LICENSE"));

/** Modules for bundlers, which minify themselves; CommonJS, minified, for mini programs, which mostly do not. */
async function buildModules(): Promise<void> {
  const modules = await rolldown({ input: { ...whole, ...parts }, ...inputOptions });
  await modules.write({
    format: "esm",
    dir: at("dist"),
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name].mjs",
    sourcemap: true,
  });
  await modules.close();
  const commonJs = await rolldown({ input: parts, ...inputOptions });
  await commonJs.write({
    format: "cjs",
    exports: "named",
    dir: at("dist/miniprogram"),
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    minify: true,
  });
  await commonJs.close();
}

/** One declaration file for the files to copy, and one for each module. */
async function buildTypes(): Promise<void> {
  await writeTypes(whole, () => [`${ONE_FILE}.d.ts`]);
  for (const variant of VARIANTS) {
    const same = `./${ONE_FILE}.js`;
    writeFileSync(at(`dist/${variant}.d.ts`), `export * from "${same}";\nexport { default } from "${same}";\n`);
  }
  await writeTypes({ ...whole, ...parts }, (file) => [file, `miniprogram/${file.replace(/\.mts$/, ".ts")}`]);
  rmSync(at("dist/miniprogram/index.d.ts"));
}

async function writeTypes(input: Record<string, string>, pathsOf: (fileName: string) => string[]): Promise<void> {
  const bundle = await rolldown({
    input,
    platform: "neutral",
    tsconfig: false,
    // Nearly all the time goes into the type checker, as it should.
    checks: { pluginTimings: false },
    plugins: [dts({ tsconfig: at("../../tsconfig.json"), emitDtsOnly: true, eager: true })],
  });
  const { output } = await bundle.generate({
    format: "esm",
    dir: at("dist"),
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name].mjs",
  });
  await bundle.close();
  mkdirSync(at("dist/chunks"), { recursive: true });
  mkdirSync(at("dist/miniprogram/chunks"), { recursive: true });
  for (const file of output) {
    if (file.type !== "chunk") continue;
    for (const path of pathsOf(file.fileName)) {
      const code = path.endsWith(".d.ts") ? file.code.replace(/(from "\.[^"]*)\.mjs"/g, '$1.js"') : file.code;
      writeFileSync(at(`dist/${path}`), code);
    }
  }
}

/** What does not read `exports` looks for `@rondo/sdk/core` as a file. */
function writeOldPath(name: string): void {
  writeFileSync(at(`dist/${name}.js`), `module.exports = require("./miniprogram/${name}.js");\n`);
  writeFileSync(at(`dist/${name}.d.ts`), `export * from "./miniprogram/${name}.js";\n`);
}

/** ECMAScript 5 syntax, for base libraries before 2019. They still need Promise, Map, Symbol, typed arrays, Object.assign. */
async function buildForOldHosts(): Promise<void> {
  const name = `${ONE_FILE}.es5.js`;
  const { code, map } = await transform(readFileSync(at(`dist/${ONE_FILE}.dev.js`), "utf8"), {
    filename: `${ONE_FILE}.dev.js`,
    inputSourceMap: readFileSync(at(`dist/${ONE_FILE}.dev.js.map`), "utf8"),
    sourceMaps: true,
    isModule: false,
    configFile: false,
    swcrc: false,
    minify: true,
    jsc: { target: "es5", loose: true, minify: { compress: true, mangle: true } },
  });
  writeFileSync(at(`dist/${name}`), `${code}\n${NAMES}\n//# sourceMappingURL=${name}.map\n`);
  writeFileSync(at(`dist/${name}.map`), map ?? "");
}
