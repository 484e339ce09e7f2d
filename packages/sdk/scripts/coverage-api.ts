/**
 * Prints what of the official API works, area by area, and the tests that show it. A name counts when the program has it
 * and a test uses it: calls the method, hears the event, gives the option, expects the code. `--check` fails when something
 * of a built area is missing or has no test; `--area messages,history` prints these alone, built or not; `--all`
 * names all tests, not the best one.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import surface from "./api-surface.json" with { type: "json" };
import { AREAS, type Area, REASONS } from "./coverage-api-areas.ts";
import { findTests, type Test } from "./coverage-api-tests.ts";
import { type Owner, type Uses, usesOf } from "./coverage-api-uses.ts";

/** Compares all constants with those of the official object. */
const CONSTANTS = "has every name and number of the official object, both ways";

const { values } = parseArgs({
  options: { check: { type: "boolean" }, area: { type: "string" }, all: { type: "boolean" } },
});
const wanted = values.area?.split(",");
const unknown = wanted?.filter((name) => !AREAS.some((area) => area.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no such area: ${unknown}; there are ${AREAS.map(({ name }) => name)}`);

const bundle = new URL("../dist/Rondo-chat-miniProgram.js", import.meta.url);
/** What the public types name; the program itself makes some of these names of two parts. */
const declared = readFileSync(new URL("../api/sdk.d.ts", import.meta.url), "utf8");
type Members = Record<string, unknown>;
const sdk = createRequire(import.meta.url)(bundle.pathname) as Record<"utils" | "logger" | "message", Members> & {
  readonly connection: new (options: object) => Members;
  readonly statusCode: Record<string, unknown>;
};
const connection = new sdk.connection({ appKey: "org#app", url: "wss://chat.test/", apiUrl: "https://chat.test" });

/** The same, made of the core and one part of the package. */
function connectionWithPart(part: "local-cache"): Members {
  const load = createRequire(bundle);
  const { connectionWith } = load("./miniprogram/core.js") as {
    connectionWith: (features: readonly unknown[], platform: () => unknown) => typeof sdk.connection;
  };
  const { node } = load("./miniprogram/node.js") as { node: () => unknown };
  const { localCache } = load(`./miniprogram/${part}.js`) as { localCache: unknown };
  return new (connectionWith([localCache], node))({
    appKey: "org#app",
    url: "wss://chat.test/",
    apiUrl: "https://a.test",
  });
}

const { tests, checker } = findTests();
const read: ReadonlyArray<readonly [Test, Uses]> = tests.map((test) => [test, usesOf(test, checker)]);

interface Line {
  readonly name: string;
  readonly isThere: boolean;
  readonly tests: readonly Test[];
}

const gaps: string[] = [];
for (const area of AREAS) {
  if (wanted ? wanted.includes(area.name) : area.isBuilt) report(area);
  else if (!area.isBuilt) print(`\n## ${area.name}: later (${(area.methods ?? []).length} methods)\n`);
}
if (!wanted) constants();
if (gaps.length > 0) print(`\nWithout a test or a reason: ${gaps.join(", ")}\n`);
if (values.check && gaps.length > 0) process.exitCode = 1;

function report(area: Area): void {
  const isMember = (object: Members) => (name: string) => name in object;
  const called = (owner: Owner) => (name: string) => (uses: Uses) => uses.methods.has(`${owner}.${name}`);
  section(
    area,
    "options",
    area.options,
    () => true,
    (name) => (uses) => uses.options.has(name),
  );
  const owner = area.part ? connectionWithPart(area.part) : connection;
  section(area, "methods", area.methods, isMember(owner), called("connection"));
  // That the types have the name is little; that it comes is what the test shows.
  section(
    area,
    "events",
    area.events,
    (name) => declared.includes(name),
    (name) => (uses) => uses.events.has(name),
  );
  // Three of its members are those of `utils`, and tested there.
  section(area, "message", area.message, isMember(sdk.message), (name) =>
    called(sdk.message[name] === sdk.utils[name] ? "utils" : "message")(name),
  );
  section(area, "utils", area.utils, isMember(sdk.utils), called("utils"));
  section(area, "logger", area.logger, isMember(sdk.logger), called("logger"));
  const lines = (area.codes ?? []).map((code) => {
    const name = nameOf(code);
    return {
      name: `${code} ${name}`,
      isThere: sdk.statusCode[name] === code,
      tests: testsWith(({ codes }) => codes.has(code)),
    };
  });
  table(`${area.name}: error codes`, lines);
}

function section(
  area: Area,
  kind: string,
  names: readonly string[] | undefined,
  isThere: (name: string) => boolean,
  isUsed: (name: string) => (uses: Uses) => boolean,
): void {
  const lines = (names ?? []).map((name) => ({ name, isThere: isThere(name), tests: testsWith(isUsed(name)) }));
  table(`${area.name}: ${kind}`, lines);
}

function testsWith(isUsed: (uses: Uses) => boolean): Test[] {
  return read.filter(([, uses]) => isUsed(uses)).map(([test]) => test);
}

function table(title: string, lines: readonly Line[]): void {
  if (lines.length === 0) return;
  const works = lines.filter((line) => line.isThere && line.tests.length > 0).length;
  print(`\n## ${title}: ${works} of ${lines.length}\n\n| name | works in test | test |\n|---|---|---|\n`);
  for (const { name, isThere, tests } of lines) {
    const doesWork = isThere && tests.length > 0;
    const reason = REASONS[name];
    if (!doesWork && !reason) gaps.push(`${name} (${title})`);
    if (doesWork && reason) gaps.push(`${name} (has a reason and needs none)`);
    const said = doesWork ? citation(name, tests) : (reason ?? (isThere ? "none" : "not there"));
    print(`| ${name} | ${doesWork ? "yes" : "no"} | ${said} |\n`);
  }
}

/** First those that name it in their title, then those that compare with the official client or play with others. */
function citation(name: string, tests: readonly Test[]): string {
  const rank = ({ title, file }: Test): number => (title.includes(name) ? 0 : /referee|conformance/.test(file) ? 1 : 2);
  const sorted = [...tests].sort((one, other) => rank(one) - rank(other));
  const shown = values.all ? sorted : sorted.slice(0, 1);
  const more = tests.length > shown.length ? `, and ${tests.length - shown.length} more` : "";
  const cells = shown.map(({ title, file }) => `${title.replaceAll("|", "\\|")} (${file.replace("packages/", "")})`);
  return cells.join("; ") + more;
}

function constants(): void {
  const names = Object.entries(surface.errorCodes);
  const there = names.filter(([name, code]) => sdk.statusCode[name] === code).length;
  const test = tests.filter(({ title }) => title === CONSTANTS);
  print(
    `\n## all constants of statusCode: ${there} of ${names.length}\n\n${test.length > 0 ? citation(CONSTANTS, test) : "no test"}\n`,
  );
  if (there < names.length || test.length === 0) gaps.push("statusCode");
}

function nameOf(code: number): string {
  const names = Object.entries(surface.errorCodes).filter(([, value]) => value === code);
  return names[0]?.[0] ?? "";
}

function print(text: string): void {
  process.stdout.write(text);
}
