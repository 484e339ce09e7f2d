"use strict";
/** Prepares, checks and compiles the demo (`npm run demo:build`). */
const { join } = require("node:path");
const { compile } = require("./compile.js");
const { install } = require("./install.js");
const { lint } = require("./lint.js");

const demo = join(__dirname, "..", "..", "examples", "alipay-demo");

async function build() {
  const { prepare } = await import("../../examples/prepare.js");
  prepare(demo);
  const problems = lint(demo);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const missing = install();
  if (missing !== undefined) throw new Error(missing);
  const { bytes } = compile(demo, join(__dirname, "out"));
  process.stdout.write(`the main package has ${bytes.toLocaleString("en")} bytes\n`);
}

build().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
