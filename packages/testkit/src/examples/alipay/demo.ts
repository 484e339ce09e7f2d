import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServerAddress } from "../../server/server.ts";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
const TOOLS = join(ROOT, "tools", "alipay");
/** Of a main package. Ours is to leave half of it to whoever copies the demo; with another SDK it is what it is. */
const ALIPAY_MAX_BYTES = 2 * 1024 * 1024;
const require = createRequire(import.meta.url);

/** The tools are CommonJS in a folder of their own (`tools/alipay`). */
interface Tools {
  install(): string | undefined;
  lint(program: string): string[];
  compile(program: string, output: string, maxBytes?: number): { bytes: number };
  startSimulator(options: { program: string; page: string }): Promise<{ url: string; stop(): Promise<void> }>;
}

function tool<Name extends keyof Tools>(file: string, name: Name): Tools[Name] {
  return (require(join(TOOLS, file)) as Pick<Tools, Name>)[name]; // its only export
}

/** Why the demo cannot be built on this machine; undefined: it can. Installs what is missing. */
export function whyNotBuildable(): string | undefined {
  return tool("install.js", "install")();
}

export interface Demo {
  /** Of the main package. */
  readonly bytes: number;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The demo as somebody has it who copied its folder elsewhere: with the addresses of `server`, checked, compiled and
 * served in Alipay's simulator.
 *
 * @param sdkFile the SDK it is to use instead of ours
 */
export async function startDemo(server: ServerAddress, { sdkFile }: { sdkFile: string | undefined }): Promise<Demo> {
  const work = mkdtempSync(join(tmpdir(), "rondo-demo-"));
  const program = join(work, "alipay-demo");
  cpSync(join(ROOT, "examples", "alipay-demo"), program, { recursive: true });
  const { prepare } = await import(join(ROOT, "examples", "prepare.js"));
  prepare(program, sdkFile);
  const addresses = { appKey: server.appKey, apiUrl: server.rest, url: server.websocket };
  writeFileSync(join(program, "config.js"), `module.exports = ${JSON.stringify(addresses)};\n`);

  const problems = tool("lint.js", "lint")(program);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const maxBytes = sdkFile === undefined ? undefined : ALIPAY_MAX_BYTES;
  return startProgram(work, { program, page: "pages/conversations/conversations", maxBytes });
}

/** Compiles a program and serves it in Alipay's simulator. `work` is the folder around it, and goes when it stops. */
export async function startProgram(
  work: string,
  { program, page, maxBytes }: { program: string; page: string; maxBytes?: number | undefined },
): Promise<Demo> {
  const output = join(work, "out");
  const { bytes } = tool("compile.js", "compile")(program, output, maxBytes);
  const simulator = await tool("simulator.js", "startSimulator")({ program: output, page });
  return {
    bytes,
    url: simulator.url,
    stop: async () => {
      await simulator.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}
