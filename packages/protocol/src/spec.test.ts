import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const spec = readFileSync(new URL("../SPEC.md", import.meta.url), "utf8");

/** Areas in the order of their headings, each with the numbers of its rules in the order in which they stand. */
const areas = spec
  .split(/^(?=## )/m)
  .slice(1)
  .map((section) => ({
    area: section.match(/^## ([A-Z]{2}) · /)?.[1],
    rules: [...section.matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(([, id = ""]) => id),
  }));
const rules = areas.flatMap((area) => area.rules);
const named = idsInTestNames();

/**
 * A rule without a test is a wish, and a test for a rule that nobody can read proves nothing. The names are searched for as
 * text, so that contract suites and conformance flows, which other files run, count as well.
 */
describe("SPEC.md and the tests", () => {
  it("are both found", () => {
    expect(rules.length).toBeGreaterThan(100);
    expect(named.size).toBeGreaterThan(100);
  });

  it("every rule is proved by a test that carries its id", () => {
    expect(rules.filter((id) => !named.has(id))).toEqual([]);
  });

  it("every id in the name of a test is that of a rule", () => {
    const unknown = [...named].filter(([id]) => !rules.includes(id));
    expect(unknown.map(([id, file]) => `${id} in ${file}`)).toEqual([]);
  });

  it("no two areas have the same letters", () => {
    expect(areas.map(({ area }) => area).filter((area, i, all) => all.indexOf(area) !== i)).toEqual([]);
  });

  it.each(areas)("the rules of $area are numbered from 1, in order and without holes", ({ area, rules: own }) => {
    expect(own).toEqual(own.map((_, i) => `${area}${i + 1}`));
    expect(own).not.toEqual([]);
  });
});

/** Ids in quoted texts of the sources, each with a file that has it. */
function idsInTestNames(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync("{packages/*/src,bench}/**/*.ts", { cwd: root, exclude: ["**/node_modules/**"] })) {
    const source = readFileSync(`${root}/${file}`, "utf8");
    for (const [quoted] of source.matchAll(/(["'`])(?:(?!\1).)*\[[A-Z]{2}\d+\].*?\1/g)) {
      for (const [, id = ""] of quoted.matchAll(/\[([A-Z]{2}\d+)\]/g)) found.set(id, file);
    }
  }
  return found;
}
