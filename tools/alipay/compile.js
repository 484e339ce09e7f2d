"use strict";
/**
 * Compiles an Alipay mini program with Alipay's own compiler, for base library 1.
 *
 *     node compile.js <program> <output>
 */
const { spawnSync } = require("node:child_process");
const {
  cpSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join, resolve } = require("node:path");

/** Alipay's limit for a main package is twice as much: who copies the demo has room for a program of their own. */
const MAX_BYTES = 1024 * 1024;

/** @returns {Promise<{ bytes: number }>} of the main package */
async function compileHere(program, output) {
  // The compiler writes into the folder it reads from.
  const work = mkdtempSync(join(tmpdir(), "rondo-alipay-"));
  try {
    const source = join(work, "program");
    cpSync(program, source, { recursive: true });
    const component2 = componentStyle(join(source, "mini.project.json"));
    process.env.ADAPTOR_NAME = "alipay";
    const tiny = dirname(require.resolve("@miniu/tiny-cli/package.json"));
    const build = require(join(tiny, "lib/build"));
    const options = { cwd: source, miniOutput: join(work, "out"), component2, ADAPTOR_NAME: "alipay", tar: false };
    await new Promise((done, fail) => {
      const finish = (error) => (error ? fail(error instanceof Error ? error : new Error(String(error))) : done());
      (build.default || build)({ ...options, sourceMap: false, cacheDir: join(work, "cache") }, finish);
    });
    rmSync(output, { recursive: true, force: true });
    cpSync(join(work, "out/main"), output, { recursive: true });
    copyFileSync(join(tiny, "templates/index.html"), join(output, "index.html"));
    copyPictures(source, output);
    for (const name of readdirSync(output).filter((each) => each.endsWith(".js"))) minify(join(output, name));
    return { bytes: bytesOf(output) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What pages and the tab bar name by path: the compiler leaves that to the developer tool. */
function copyPictures(source, output) {
  const isPicture = (path) => statSync(path).isDirectory() || /\.(png|jpe?g|gif|svg|webp)$/.test(path);
  cpSync(join(source, "assets"), join(output, "assets"), { recursive: true, filter: isPicture });
}

/** As the developer tool does before it uploads. */
function minify(file) {
  // Here and not above: `install.js` may have to fetch it before, and whoever loads this file to do so has not got it yet.
  const terser = require("terser");
  const { code, error } = terser.minify(readFileSync(file, "utf8"));
  if (error !== undefined) throw error;
  writeFileSync(file, code);
}

/** The compiler reads the older form of the project file. */
function componentStyle(file) {
  const config = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const component2 = config.component2 ?? config.compileOptions?.component2 ?? false;
  writeFileSync(file, JSON.stringify({ component2 }));
  return component2;
}

function bytesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/**
 * Compiles in a process of its own: the compiler is from the days of webpack 4, needs old hashes, and leaves workers behind.
 *
 * @param {string} program @param {string} output folders @param {number} [maxBytes] of the main package
 * @returns {{ bytes: number }}
 * @throws Error with what the compiler said
 */
function compile(program, output, maxBytes = MAX_BYTES) {
  const env = { ...process.env, NODE_OPTIONS: "--openssl-legacy-provider" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [__filename, program, output], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the program does not compile:\n${stdout}\n${stderr}`);
  const bytes = Number(/(\d+) bytes\s*$/.exec(stdout)?.[1]);
  if (!(bytes <= maxBytes)) throw new Error(`the main package has ${bytes} bytes, more than ${maxBytes}`);
  return { bytes };
}

module.exports = { compile, MAX_BYTES };

if (require.main === module) {
  const [program, output] = process.argv.slice(2).map((path) => resolve(path));
  compileHere(program, output).then(
    ({ bytes }) => {
      process.stdout.write(`${bytes} bytes\n`);
      process.exit(0);
    },
    (error) => {
      process.stderr.write(`${error.stack || error}\n`);
      process.exit(1);
    },
  );
}
