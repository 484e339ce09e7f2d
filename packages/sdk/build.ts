/** Builds the files that applications load: for mini programs and for browsers, minified and as they were written. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const files = [
  { input: "src/entries/mini-program.ts", name: "Rondo-chat-miniProgram" },
  { input: "src/entries/browser.ts", name: "rondo-chat" },
];

/** True of our code, and of what is handed to it: what newer syntax becomes is several times shorter with them. */
const assumptions = {
  noDocumentAll: true,
  pureGetters: true,
  setPublicClassFields: true,
  setSpreadProperties: true,
} as const;

for (const { input, name } of files) {
  const bundle = await rolldown({
    input: at(input),
    transform: { target: "es2017", assumptions, typescript: { removeClassFieldsWithoutInitializer: true } },
    platform: "neutral",
    tsconfig: false,
  });
  // CommonJS, then AMD, then a global: what every mini program and every page can load.
  const output = { format: "umd", name: "rondo", exports: "default", sourcemap: true } as const;
  await bundle.write({ ...output, file: at(`dist/${name}.js`), minify: true });
  await bundle.write({ ...output, file: at(`dist/${name}.dev.js`), minify: false });
  await bundle.close();
}

// The package is one of modules; these files are not.
mkdirSync(at("dist"), { recursive: true });
writeFileSync(at("dist/package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
