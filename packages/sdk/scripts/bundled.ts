/** Files as an application's bundler makes them of our sources, built and minified like those that are shipped. */
import { rolldown } from "rolldown";
import { minified } from "../build/minify.ts";
import { at, modernInputOptions } from "../build/options.ts";
import { shortened } from "../build/sources.ts";

/** A mini program that takes from the SDK the core, one feature and one host. */
const coreWith = (feature: "texts" | "messages"): string => `
import { connectionWith } from ${JSON.stringify(at("src/entries/core.ts"))};
import { message, ${feature} } from ${JSON.stringify(at(`src/entries/${feature}.ts`))};
import { wechat } from ${JSON.stringify(at("src/platforms/wechat.ts"))};
export const connection = connectionWith([${feature}], () => wechat(wx));
export { message };`;

/** Login, texts, and receiving. */
export const CORE = coreWith("texts");
export const WITH_MESSAGES = coreWith("messages");

/** What is in the file for mini programs. */
export const MINI_PROGRAM = `export { default } from ${JSON.stringify(at("src/entries/mini-program.ts"))};`;

const ENTRY = "entry.ts";

export async function bundled(source: string): Promise<{ readonly code: string; readonly map: string }> {
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === ENTRY ? id : undefined),
    load: (id: string) => (id === ENTRY ? source : undefined),
  };
  const bundle = await rolldown({ input: ENTRY, ...modernInputOptions, plugins: [entry, shortened()] });
  const { output } = await bundle.generate({ format: "esm", sourcemap: true });
  await bundle.close();
  return minified(output[0], "es2017", true);
}
