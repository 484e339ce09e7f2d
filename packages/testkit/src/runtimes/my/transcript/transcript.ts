import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MyRuntime } from "../index.ts";

/** What was asked in one scene, and what was said to that, in order. */
export interface Scene {
  readonly name: string;
  readonly calls: readonly (readonly unknown[])[];
  readonly heard: readonly (readonly unknown[])[];
}

interface Places {
  readonly ws: string;
  readonly http: string;
  readonly file: string;
  /** Resolves when all of a scene has been heard. */
  settled(scene: Scene): Promise<void>;
}

/** The scenes, as a mini program takes them. */
export const SCENES_FILE = fileURLToPath(new URL("scenes.cjs", import.meta.url));
/** What Alipay's own base library said to them. */
export const RECORDED_FILE = fileURLToPath(new URL("recorded.json", import.meta.url));

export interface Recording {
  /** Which base library, and what it ran in. */
  readonly of: string;
  readonly scenes: readonly Scene[];
}

// Written by a recording.
export const readRecording = (): Recording => JSON.parse(readFileSync(RECORDED_FILE, "utf8")) as Recording;

/** Plays the scenes on the imitation, in its bare world. */
export async function playScenes(runtime: MyRuntime, places: Places): Promise<Scene[]> {
  const source = `(function (module, exports) {${readFileSync(SCENES_FILE, "utf8")}\n})`;
  const load = runtime.realm.run(source) as (module: { exports: unknown }, exports: unknown) => void; // as wrapped here
  const module = { exports: {} };
  load(module, module.exports);
  const { play } = module.exports as { play(my: unknown, places: unknown): Promise<Scene[]> }; // what it exports
  return JSON.parse(JSON.stringify(await play(runtime.my, runtime.realm.adopt(places)))) as Scene[];
}

/** Of the transport, and another each time. */
const PASSING = /^(access-control-.*|connection|content-length|date|keep-alive|transfer-encoding)$/;

/** Without what is another each time: the numbers of tasks and the headers of transport. */
export function comparable({ calls, heard }: Scene): Pick<Scene, "calls" | "heard"> {
  const text = JSON.stringify({ calls, heard }, (key, value) => {
    if (key === "socketTaskID") return "of the task";
    if (key !== "headers" && key !== "header") return value;
    const lasting = Object.entries(value as object).filter(([name]) => !PASSING.test(name)); // headers are an object
    return Object.fromEntries(lasting);
  });
  return JSON.parse(text);
}
