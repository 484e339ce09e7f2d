/** Our sources as the bundler reads them, with what the type checker knows written into them. */
import type { Plugin } from "rolldown";
import ts from "typescript";
import { PARTS } from "./manifest.ts";
import { at } from "./options.ts";
import { shorten } from "./shorten.ts";

const OURS = /\/packages\/(sdk|protocol)\/src\//;
/** Only the server has it, and it would only keep names. */
const NOT_BUNDLED = /\.test\.ts$|\/protocol\/src\/(errors|close-codes)\.ts$/;

/** For the bundler: every file of ours is replaced by its shorter form. Lines stay where they are. */
export function shortened(): Plugin {
  const { config } = ts.readConfigFile(at("../../tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, at("../.."));
  const entries = [
    "src/index.ts",
    "src/entries/mini-program.ts",
    "src/entries/browser.ts",
    ...Object.values(PARTS),
  ].map(at);
  const program = ts.createProgram(entries, options);
  const isOurs = (path: string): boolean => OURS.test(path) && !NOT_BUNDLED.test(path);
  const written = shorten({ program, entries, isOurs });
  return {
    name: "shortened",
    transform: (_, id) => {
      const code = written.get(id);
      return code === undefined ? undefined : { code, map: null };
    },
  };
}
