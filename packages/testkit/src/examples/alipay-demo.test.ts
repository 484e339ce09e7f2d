import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
// The tools are CommonJS in a folder of their own.
const { lint } = createRequire(import.meta.url)(join(root, "tools/alipay/lint.js")) as {
  lint(program: string): string[];
};
let program: string;

beforeEach(async () => {
  program = join(mkdtempSync(join(tmpdir(), "rondo-demo-")), "alipay-demo");
  cpSync(join(root, "examples/alipay-demo"), program, { recursive: true });
  const { prepare } = await import(join(root, "examples/prepare.js"));
  prepare(program);
});
afterEach(() => rmSync(join(program, ".."), { recursive: true }));

it("the Alipay demo has nothing in it that Alipay's compiler would let pass and a phone would not show", () => {
  expect(lint(program)).toEqual([]);
});

it.each([
  ["<view><text>never closed</view>", "</view> closes <text>"],
  ['<view wx:if="{{a}}"></view>', '"wx:if" is another platform\'s'],
  ["<div></div>", "<div> is no component here"],
  ['<view onTap="nowhere"></view>', 'there is no handler "nowhere"'],
  ['<view a:if="{{list.indexOf(a) >= 0}}"></view>', "calls a method"],
])("%s is found", (markup, problem) => {
  writeFileSync(join(program, "pages/video/video.axml"), markup);
  expect(lint(program).join("\n")).toContain(problem);
});

it("what only browsers have is found", () => {
  writeFileSync(join(program, "pages/video/video.js"), 'Page({ onLoad() { window.alert("hi"); } });');
  expect(lint(program)).toEqual([expect.stringContaining('"window" does not exist on Alipay')]);
});
