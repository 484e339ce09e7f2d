"use strict";
/** Prints how large the main package of the demo is, with the SDK in it; fails above the limit (`npm run size`). */
const { cpSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { compile, MAX_BYTES } = require("./compile.js");
const { install } = require("./install.js");

async function measure() {
  const missing = install();
  if (missing !== undefined) return `the Alipay demo is NOT measured: ${missing}`;
  const work = mkdtempSync(join(tmpdir(), "rondo-size-"));
  try {
    const program = join(work, "alipay-demo");
    cpSync(join(__dirname, "..", "..", "examples", "alipay-demo"), program, { recursive: true });
    const { prepare } = await import("../../examples/prepare.js");
    prepare(program);
    const { bytes } = compile(program, join(work, "out"));
    return `| main package of the Alipay demo, SDK included | ${bytes} | limit ${MAX_BYTES} |`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

measure().then(
  (line) => process.stdout.write(`${line}\n`),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
