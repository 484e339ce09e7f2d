/** The package as it is published: what programs, bundlers and editors find in it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { rolldown } from "rolldown";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FILES, PARTS } from "../../build/manifest.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const MEMBERS = ["connection", "logger", "message", "statusCode", "utils"];

/** A project that has installed the tarball. */
const project = mkdtempSync(join(tmpdir(), "rondo-package-"));
const installed = join(project, "node_modules/@rondo/sdk");
let tarball: string;

beforeAll(() => {
  execFileSync(process.execPath, [at("build/package.ts")], { stdio: ["ignore", "ignore", "inherit"] });
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", project, at("dist")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  tarball = join(project, (JSON.parse(packed) as [{ filename: string }])[0].filename);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
}, 300_000);

afterAll(() => rmSync(project, { recursive: true }));

/** What a program makes of the expression, in the project. */
function evaluate(program: string, expression: string, type: "module" | "commonjs"): unknown {
  const source = `${program}; console.log(JSON.stringify(${expression}))`;
  const args = ["--no-warnings", `--input-type=${type}`, "--eval", source];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" }));
}

describe("the package", () => {
  it("has nothing that publint finds fault with", async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that every kind of resolver finds, and that say what the files are", async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    expect("problems" in result && result.problems).toEqual([]);
    expect("entrypoints" in result && Object.keys(result.entrypoints)).toHaveLength(
      1 + Object.keys(PARTS).length + FILES.length + 1,
    );
  });

  it("has the types that are written down: who changes them on purpose runs this test with `-u`, and shows the diff", async () => {
    const types = readFileSync(join(installed, `${FILES[0]}.d.ts`), "utf8");
    await expect(types).toMatchFileSnapshot("../../api/sdk.d.ts");
  });

  it("says nothing of the wire in its types", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.d\.m?ts$/.test(name),
    );
    for (const name of files) {
      expect(readFileSync(join(installed, name), "utf8"), name).not.toMatch(
        /\b(MSync|Meta|MessageBodyType|CommSync|Provision|Encodable)\b(?! \d)/,
      );
    }
  });

  it("needs nothing else at run time, and nothing of this repository", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(manifest.dependencies).toBeUndefined();
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((name) => /[tj]s$/.test(name));
    expect(files.length).toBeGreaterThan(100);
    for (const name of files) {
      expect(readFileSync(join(installed, name), "utf8"), name).not.toMatch(/(from|require\() ?["'](?!\.)/);
    }
  });

  it("is one object for `require`, which is its own `default`", () => {
    const required = evaluate(
      'const x = require("@rondo/sdk")',
      "[Object.keys(x).sort(), x.default === x, x.__esModule]",
      "commonjs",
    );
    expect(required).toEqual([[...MEMBERS, "default"].sort(), true, null]);
  });

  it("is one object for `import x from`, with the same members by name", () => {
    const imported = 'import x, { connection, logger, message, statusCode, utils } from "@rondo/sdk"';
    const isSame = "x.connection === connection && x.message === message && x.utils === utils && x.logger === logger";
    expect(evaluate(imported, `[Object.keys(x).sort(), ${isSame} && x.statusCode === statusCode]`, "module")).toEqual([
      MEMBERS,
      true,
    ]);
  });

  it.each(FILES)("%s.js can be copied, and be imported in every way", (file) => {
    const path = `@rondo/sdk/${file}.js`;
    const required = evaluate(`const x = require("${path}")`, "[typeof x.connection, x.default === x]", "commonjs");
    expect(required).toEqual(["function", true]);
    const imported = `import x, { connection, message, utils, logger, statusCode } from "${path}"`;
    expect(evaluate(imported, "[x.connection === connection, typeof message.create]", "module")).toEqual([
      true,
      "function",
    ]);
  });

  it.each(Object.keys(PARTS))("@rondo/sdk/%s is the same as a module and as CommonJS", (part) => {
    const asModule = evaluate(`import * as x from "@rondo/sdk/${part}"`, "Object.keys(x).sort()", "module");
    expect(asModule).not.toEqual([]);
    const byExports = evaluate(`const x = require("@rondo/sdk/${part}")`, "Object.keys(x).sort()", "commonjs");
    expect(byExports).toEqual(asModule);
    // As it is found by what reads no `exports`.
    const byPath = evaluate(
      `const x = require("./node_modules/@rondo/sdk/${part}.js")`,
      "Object.keys(x).sort()",
      "commonjs",
    );
    expect(byPath).toEqual(asModule);
  });

  it("is taken apart by bundlers: features and hosts that are not named are left out", async () => {
    const all = await bundled('export { connection } from "@rondo/sdk";');
    const small = await bundled(SMALL);
    const unused = await bundled('import { history } from "@rondo/sdk/history"; export const nothing = 1;');
    for (const mark of [
      "fetchHistoryMessages",
      "getServerConversations",
      "fetchUserInfoById",
      "XMLHttpRequest",
      "createCanvas",
    ]) {
      expect(all, mark).toContain(mark);
      expect(small, mark).not.toContain(mark);
    }
    expect(unused.length).toBeLessThan(100);
  });

  it("lets a program with the features of its choice be written, with their types", () => {
    const file = join(project, "app.ts");
    writeFileSync(file, `${SMALL}\n${USE_OF_SMALL}`);
    expect(errorsOf(file)).toEqual([
      "Property 'fetchHistoryMessages' does not exist on type 'BasicConnection & MessageMethods & UserMethods'.",
    ]);
  });
});

const SMALL = `
import { connectionWith } from "@rondo/sdk/core";
import { messages, message } from "@rondo/sdk/messages";
import { wechat } from "@rondo/sdk/wechat";
declare const wx: Record<string, unknown>;
export const connection = connectionWith([messages], () => wechat(wx));
export { message };`;

const USE_OF_SMALL = `
import { users } from "@rondo/sdk/users";
const conn = new (connectionWith([messages, users], () => wechat(wx)))({ appKey: "org#app", url: "wss://x", apiUrl: "https://x" });
const opened: Promise<{ accessToken: string }> = conn.open({ user: "alice", pwd: "secret" });
const sent = conn.send(message.create({ type: "txt", chatType: "singleChat", to: "bob", msg: "hello" }));
conn.fetchUserInfoById("alice");
conn.fetchHistoryMessages({ queue: "bob" });
export { opened, sent };`;

async function bundled(source: string): Promise<string> {
  const entry = join(project, "entry.ts");
  writeFileSync(entry, source);
  const bundle = await rolldown({
    input: entry,
    cwd: project,
    platform: "neutral",
    resolve: { mainFields: ["module", "main"] },
  });
  const { output } = await bundle.generate({ format: "esm", comments: false });
  await bundle.close();
  return output[0].code;
}

function errorsOf(file: string): string[] {
  const program = ts.createProgram([file], {
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
