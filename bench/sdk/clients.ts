/** The two clients that are compared, as the files that mini programs copy. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface ClientFile {
  readonly name: "official" | "ours";
  readonly source: string;
}

/** What the row uses of both. */
export interface Sdk {
  readonly connection: new (options: object) => Connection;
  readonly logger: { disableAll(): void; setConsoleLogVisibility(isVisible: boolean): void };
}

export interface Connection {
  addEventHandler(id: string, handlers: object): void;
  open(options: object): Promise<unknown>;
  close(): void;
}

const sdk = join(import.meta.dirname, "..", "..", "packages", "sdk");

/** Builds ours first: what is measured is what is there. */
export function clientFiles(): readonly ClientFile[] {
  execFileSync(process.execPath, [join(sdk, "build.ts")], { stdio: ["ignore", "ignore", "inherit"] });
  const official = dirname(createRequire(import.meta.url).resolve("easemob-websdk/package.json"));
  return [
    { name: "official", source: readFileSync(join(official, "miniProgram", "Easemob-chat.js"), "utf8") },
    { name: "ours", source: readFileSync(join(sdk, "dist", "Rondo-chat-miniProgram.js"), "utf8") },
  ];
}

/** In this program's own world, so that both run under the same conditions: a host is all they are given. */
export function loadHere({ source }: ClientFile, wx: object): Sdk {
  const module: { exports: unknown } = { exports: {} };
  new Function("module", "exports", "wx", source)(module, module.exports, wx);
  const loaded = module.exports as Sdk; // both export the official object
  // The official one prints each frame otherwise, and that is not what is to be measured.
  loaded.logger.disableAll();
  loaded.logger.setConsoleLogVisibility(false);
  return loaded;
}

export const OPTIONS = {
  appKey: "rondo#demo",
  url: "wss://chat.test/websocket",
  apiUrl: "https://chat.test",
  isHttpDNS: false,
};
