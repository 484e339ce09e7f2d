/** Builds the files that applications load: for mini programs and for browsers, minified and as they were written. */
import { mkdirSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
import { manifest } from "./build/manifest.ts";
import { at, inputOptions, NAMES, UMD } from "./build/options.ts";

const files = [
  { input: "src/entries/mini-program.ts", name: "Rondo-chat-miniProgram" },
  { input: "src/entries/browser.ts", name: "rondo-chat" },
];

for (const { input, name } of files) {
  const bundle = await rolldown({ input: at(input), ...inputOptions });
  const output = { ...UMD, postFooter: NAMES } as const;
  await bundle.write({ ...output, file: at(`dist/${name}.js`), minify: true });
  await bundle.write({ ...output, file: at(`dist/${name}.dev.js`), minify: false });
  await bundle.close();
}

mkdirSync(at("dist"), { recursive: true });
writeFileSync(at("dist/package.json"), manifest());
