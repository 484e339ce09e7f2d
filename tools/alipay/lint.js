"use strict";
/**
 * What Alipay's compiler accepts in silence and the phone does not, or shows as nothing.
 *
 *     node lint.js <program>
 */
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { join, posix, relative, resolve } = require("node:path");

const BUILT_IN = new Set(
  (
    "view text image button input textarea form label checkbox checkbox-group radio radio-group switch slider picker picker-view " +
    "picker-view-column scroll-view swiper swiper-item movable-view movable-area cover-view cover-image icon progress rich-text " +
    "navigator map canvas video web-view lifestyle contact-button block template import include import-sjs slot page-meta"
  ).split(" "),
);
/** Of browsers, of other hosts, and of no phone. */
const ABSENT =
  /(?<![.\w])(window|document|fetch|XMLHttpRequest|WebSocket|localStorage|globalThis|TextEncoder|TextDecoder|FileReader|queueMicrotask|eval|wx)\b(?!\s*:)|\bnew\s+(Function|URL|Blob)\b|(?<![.\w])crypto\./;
const FOREIGN = /^(wx|v|s|tt|qq|bind|@)[:-]|^bind[a-z]+$/;
const CALLS_METHOD = /=>|[\w$\])]\s*\.\s*\w+\s*\(/;

class Lint {
  constructor(root) {
    this.root = root;
    this.problems = [];
    this.seen = new Set();
    this.app = this.json(join(root, "app.json"));
  }

  run() {
    for (const page of this.app.pages) this.unit(page);
    for (const file of readdirSync(this.root, { recursive: true })) {
      // What is generated is checked where it is made.
      if (file.endsWith(".js") && !file.startsWith("src/sdk")) this.script(file);
    }
    return this.problems;
  }

  json(file) {
    return JSON.parse(readFileSync(file, "utf8"));
  }

  /** A page or a component: three or four files of one name. */
  unit(name) {
    if (this.seen.has(name)) return;
    this.seen.add(name);
    const base = join(this.root, name);
    for (const ending of [".js", ".axml", ".json"]) {
      if (!existsSync(base + ending)) return void this.problems.push(`${name}${ending} is missing`);
    }
    const { usingComponents = {} } = this.json(`${base}.json`);
    this.markup(name, { components: usingComponents, script: readFileSync(`${base}.js`, "utf8") });
    for (const path of Object.values(usingComponents)) {
      this.unit(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(name), path));
    }
  }

  markup(name, { components, script }) {
    const source = readFileSync(join(this.root, `${name}.axml`), "utf8");
    const open = [];
    for (const tag of tagsOf(source)) {
      const say = (what) => this.problems.push(`${name}.axml:${tag.line} ${what}`);
      if (tag.isEnd) {
        const start = open.pop();
        if (start?.name !== tag.name) say(`</${tag.name}> closes <${start?.name ?? "nothing"}>`);
        continue;
      }
      if (!tag.isEmpty) open.push(tag);
      if (!BUILT_IN.has(tag.name) && components[tag.name] === undefined) say(`<${tag.name}> is no component here`);
      for (const [key, value] of tag.attributes) this.attribute({ key, value, script, say });
    }
    for (const tag of open) this.problems.push(`${name}.axml:${tag.line} <${tag.name}> is never closed`);
  }

  attribute({ key, value, script, say }) {
    if (FOREIGN.test(key)) say(`"${key}" is another platform's`);
    const isHandler = /^(capture-)?(on|catch)[A-Z]/.test(key) && !value.includes("{{");
    if (isHandler && !new RegExp(`\\b${value}\\b`).test(script)) say(`there is no handler "${value}"`);
    for (const [, expression] of value.matchAll(/\{\{([\s\S]*?)\}\}/g)) {
      if (CALLS_METHOD.test(expression)) say(`"${expression}" calls a method; only functions of a sjs may be called`);
    }
  }

  script(file) {
    const lines = readFileSync(join(this.root, file), "utf8").split("\n");
    lines.forEach((line, index) => {
      const code = line.replace(/^\s*(\/?\*|\/\/).*|\/\/.*$/, "").replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""');
      const found = ABSENT.exec(code);
      if (found !== null) this.problems.push(`${file}:${index + 1} "${found[0]}" does not exist on Alipay`);
    });
  }
}

function* tagsOf(source) {
  const pattern = /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>/g;
  for (const match of source.matchAll(pattern)) {
    const [, end, name, rest, empty] = match;
    if (name === undefined) continue;
    const attributes = [...rest.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)];
    yield {
      line: source.slice(0, match.index).split("\n").length,
      name,
      isEnd: end !== "",
      isEmpty: empty !== "",
      attributes: attributes.map(([, key, double, single]) => [key, double ?? single ?? ""]),
    };
  }
}

/** @returns {string[]} the problems, none if all is well */
function lint(program) {
  return new Lint(program).run();
}

module.exports = { lint };

if (require.main === module) {
  const program = resolve(process.argv[2]);
  const problems = lint(program);
  for (const problem of problems) process.stdout.write(`${relative(process.cwd(), program)}/${problem}\n`);
  process.stdout.write(problems.length === 0 ? "no problems\n" : `${problems.length} problems\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
