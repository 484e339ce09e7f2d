/** Builds the files that applications load: for mini programs and for browsers, minified and as they were written. */
import { mkdirSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
import { manifest } from "./build/manifest.ts";
import { writeFileToCopy } from "./build/minify.ts";
import { at, inputOptions, modernInputOptions, NAMES, UMD, UMD_BODY } from "./build/options.ts";
import { shortened } from "./build/sources.ts";

const files = [
  { input: "src/entries/mini-program.ts", name: "Rondo-chat-miniProgram" },
  { input: "src/entries/browser.ts", name: "rondo-chat" },
];
const plugins = [shortened()];

mkdirSync(at("dist"), { recursive: true });
for (const { input, name } of files) {
  const readable = await rolldown({ input: at(input), ...inputOptions });
  await readable.write({ ...UMD, postFooter: NAMES, file: at(`dist/${name}.dev.js`) });
  await readable.close();
  const short = await rolldown({ input: at(input), ...modernInputOptions, plugins });
  const { output } = await short.generate(UMD_BODY);
  await short.close();
  await writeFileToCopy(`${name}.js`, output[0], "es2017");
  // Only of the first is there one for old hosts.
  if (name.endsWith("miniProgram")) await writeFileToCopy(`${name}.es5.js`, output[0], "es5");
}

writeFileSync(at("dist/package.json"), manifest());
