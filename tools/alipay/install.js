"use strict";
const { spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const NEEDED = ["@miniu/tiny-cli", "miniu-lyra-dist", "terser"];

/** @returns {string | undefined} why the tools are not there; undefined: they are */
function install() {
  if (NEEDED.every((name) => existsSync(join(__dirname, "node_modules", name, "package.json")))) return undefined;
  process.stderr.write("installing Alipay's compiler and simulator (once) …\n");
  // Their scripts would download more than we need, and from elsewhere than npm.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
  const { status, stderr, error } = spawnSync("npm", args, { cwd: __dirname, encoding: "utf8", timeout: 300_000 });
  if (status === 0) return undefined;
  const why = error ? error.message : stderr.trim().split("\n")[0];
  return `Alipay's compiler and simulator could not be installed: ${why}`;
}

module.exports = { install };
