import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A client SDK with the global API `new WebIM.connection(…)`, as files to load. */
export interface Sdk {
  readonly name: string;
  /** CommonJS/UMD script for mini-program hosts. */
  readonly miniProgramFile: string;
  /** Script for browsers; afterwards `window.WebIM` or `window.websdk` is the SDK. */
  readonly webFile: string;
}

/** The unmodified `easemob-websdk` of the devDependency: the referee. */
export function officialSdk(): Sdk {
  const root = dirname(createRequire(import.meta.url).resolve("easemob-websdk/package.json"));
  return {
    name: "easemob-websdk",
    miniProgramFile: join(root, "miniProgram", "Easemob-chat.js"),
    webFile: join(root, "Easemob-chat.js"),
  };
}

/** Ours, as it is built: the files that applications copy. `global-setup.ts` builds them before a test run. */
export function rondoSdk(): Sdk {
  const dist = fileURLToPath(new URL("../../sdk/dist/", import.meta.url));
  return {
    name: "rondo",
    miniProgramFile: join(dist, "Rondo-chat-miniProgram.js"),
    webFile: join(dist, "rondo-chat.js"),
  };
}
