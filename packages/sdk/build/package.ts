/**
 * Completes `dist/` to the package that `npm pack packages/sdk/dist` packs: modules, the same as CommonJS, and types.
 * `build.ts` comes before.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type RolldownBuild, rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { FILES, PARTS } from "./manifest.ts";
import { writeBundle } from "./minify.ts";
import { at, modernInputOptions } from "./options.ts";
import { shortened } from "./sources.ts";

const [ONE_FILE, ...VARIANTS] = FILES;
const parts = Object.fromEntries(Object.entries(PARTS).map(([name, path]) => [name, at(path)]));
const whole = { index: at("src/index.ts") };

// Names of chunks change with the sources.
for (const folder of ["chunks", "miniprogram"]) rmSync(at(`dist/${folder}`), { recursive: true, force: true });
mkdirSync(at("dist/miniprogram"), { recursive: true });

await buildModules();
await buildTypes();
copyFileSync(at(`dist/${ONE_FILE}.js`), at("dist/miniprogram/index.js"));
copyFileSync(at(`dist/${ONE_FILE}.d.ts`), at("dist/miniprogram/index.d.ts"));
for (const name of Object.keys(PARTS)) writeOldPath(name);
copyFileSync(at("README.md"), at("dist/README.md"));
copyFileSync(at("../../LICENSE"), at("dist/LICENSE"));

/** Modules for bundlers, which minify themselves; CommonJS, minified, for mini programs, which mostly do not. */
async function buildModules(): Promise<void> {
  const plugins = [shortened()];
  const modules = await rolldown({ input: { ...whole, ...parts }, ...modernInputOptions, plugins });
  await writeChunks(modules, { format: "esm", folder: "", extension: "mjs" });
  const commonJs = await rolldown({ input: parts, ...modernInputOptions, plugins });
  await writeChunks(commonJs, { format: "cjs", folder: "miniprogram/", extension: "js" });
}

async function writeChunks(
  bundle: RolldownBuild,
  { format, folder, extension }: { format: "esm" | "cjs"; folder: string; extension: string },
): Promise<void> {
  const { output } = await bundle.generate({
    format,
    exports: "named",
    dir: at(`dist/${folder}`),
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name].${extension}`,
    sourcemap: true,
  });
  await bundle.close();
  mkdirSync(at(`dist/${folder}chunks`), { recursive: true });
  for (const file of output) {
    if (file.type === "chunk")
      await writeBundle(folder + file.fileName, file, format === "esm" ? "readable" : "es2017");
  }
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
