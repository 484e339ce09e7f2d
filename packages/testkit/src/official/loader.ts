import { readFileSync } from "node:fs";
import vm from "node:vm";
import type { Runtime } from "../runtimes/runtime.ts";
import { officialSdk, type Sdk } from "../sdk.ts";

const scripts = new Map<string, vm.Script>();

/**
 * Evaluates a mini-program build in the runtime's bare world, as the platform's `require` does, and answers what it
 * exports. The file is compiled once and run afresh for every runtime.
 */
export function loadMiniProgram(runtime: Runtime, sdk: Sdk): unknown {
  const factory = runtime.realm.run(compiled(sdk.miniProgramFile));
  // The wrapper in `compiled` makes it a function of these two.
  const load = factory as (module: { exports: unknown }, exports: unknown) => void;
  const module = { exports: runtime.realm.adopt({}) };
  load(module, module.exports);
  return module.exports;
}

/** The official mini-program build in a world of its own. */
export function loadOfficial(runtime: Runtime): unknown {
  return loadMiniProgram(runtime, officialSdk());
}

function compiled(file: string): vm.Script {
  let script = scripts.get(file);
  if (!script) {
    script = new vm.Script(`(function (module, exports) {${readFileSync(file, "utf8")}\n})`, { filename: file });
    scripts.set(file, script);
  }
  return script;
}
