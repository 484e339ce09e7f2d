/**
 * Prints what of the official API is there, area by area, and which tests mention it. `--check` fails when something of
 * the areas that are built is missing or is mentioned by no test. The surface is in `api-surface.json`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import surface from "./api-surface.json" with { type: "json" };

/** Shared files of groups and rooms are in `files` of the official list, so that area is not here. */
const BUILT = ["connection", "events", "messages", "history", "conversations", "userInfo", "multiDevice"];
/** Events of areas to come. */
const LATER_EVENTS = /Presence|Contact|Group|Chatroom|Thread|Reaction|PinEvent/;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sdk = createRequire(import.meta.url)("../dist/Rondo-chat-miniProgram.js") as Record<
  string,
  Record<string, unknown>
> & {
  connection: new (options: object) => Record<string, unknown>;
};
const connection = new sdk.connection({ appKey: "org#app", url: "wss://chat.test/", apiUrl: "https://chat.test" });
const tests = [...filesIn("packages/sdk/src"), ...filesIn("packages/testkit/src")].map((path) => ({
  path: relative(root, path),
  text: readFileSync(path, "utf8"),
}));

interface Line {
  readonly name: string;
  readonly isThere: boolean;
  readonly test: string;
}

let isIncomplete = false;

section(
  "options",
  surface.options.map((name) => line(name, true)),
);
for (const [area, names] of Object.entries(surface.methods)) {
  if (!BUILT.includes(area)) process.stdout.write(`\n## ${area}: later (${names.length} methods)\n`);
  else
    section(
      `methods: ${area}`,
      names.map((name) => line(name, typeof connection[name] === "function")),
    );
}
section(
  "events",
  surface.events.filter((name) => !LATER_EVENTS.test(name)).map((name) => line(name, isTold(name))),
);
section(
  "error codes",
  Object.entries(surface.errorCodes).map(([name, code]) => ({
    ...line(name, sdk.statusCode?.[name] === code),
    test: testOfCode(code),
  })),
  {
    needsTest: false,
  },
);
section(
  "message",
  surface.message.map((name) => line(name, typeof (sdk.message as Record<string, unknown>)[name] === "function")),
  { needsTest: false },
);
section(
  "utils",
  surface.utils.map((name) => line(name, name in (sdk.utils ?? {}))),
  { needsTest: false },
);
section(
  "logger",
  surface.logger.map((name) => line(name, name in (sdk.logger ?? {}))),
  { needsTest: false },
);

if (isIncomplete && process.argv.includes("--check")) process.exitCode = 1;

function section(title: string, lines: readonly Line[], { needsTest } = { needsTest: true }): void {
  const complete = lines.filter((one) => one.isThere && (one.test !== "" || !needsTest)).length;
  process.stdout.write(`\n## ${title}: ${complete} of ${lines.length}\n\n| name | there | test |\n|---|---|---|\n`);
  for (const { name, isThere, test } of lines)
    process.stdout.write(`| ${name} | ${isThere ? "yes" : "NO"} | ${test} |\n`);
  if (complete < lines.length) isIncomplete = true;
}

function line(name: string, isThere: boolean): Line {
  const mention = new RegExp(`\\b${name}\\b`);
  return { name, isThere, test: tests.find(({ text }) => mention.test(text))?.path ?? "" };
}

/** An event is there when the program has its name; that it comes is what its test shows. */
function isTold(name: string): boolean {
  const source = readFileSync(new URL("../dist/Rondo-chat-miniProgram.js", import.meta.url), "utf8");
  return source.includes(name);
}

function testOfCode(code: number): string {
  const mention = new RegExp(`type: ${code}\\b`);
  return tests.find(({ text }) => mention.test(text))?.path ?? "";
}

/** Tests, and the flows that the conformance tests play. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (/\.test\.ts$/.test(entry.name) || /flows|people/.test(entry.parentPath)))
    .map((entry) => join(entry.parentPath, entry.name));
}
