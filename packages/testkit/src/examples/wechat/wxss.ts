/**
 * What is wrong with a style sheet.
 *
 * @param isOfComponent WeChat lets the sheets of components select by class alone
 */
export function wxssProblems(source: string, { isOfComponent }: { isOfComponent: boolean }): string[] {
  const problems: string[] = [];
  const text = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/"[^"\n]*"|'[^'\n]*'/g, '""');
  let depth = 0;
  let seen = "";
  for (const character of text) {
    if (character === "{") {
      checkSelector(seen.trim());
      depth += 1;
    } else if (character === "}") {
      if (seen.trim() !== "") problems.push(`"${seen.trim()}" does not end with a semicolon`);
      depth -= 1;
      if (depth < 0) problems.push("a } too many");
    } else if (character === ";") {
      if (!/^-{0,2}[a-z][\w-]*\s*:\s*\S[\s\S]*$/.test(seen.trim())) problems.push(`"${seen.trim()}" is no declaration`);
      if (depth === 0) problems.push(`"${seen.trim()}" stands outside of a rule`);
    } else {
      seen += character;
      continue;
    }
    seen = "";
  }
  if (depth > 0) problems.push("a } is missing");
  if (seen.trim() !== "") problems.push(`"${seen.trim()}" is no rule`);
  return problems;

  function checkSelector(selector: string): void {
    if (selector.startsWith("@media")) return;
    for (const each of selector.split(",")) {
      const isClasses = /^\s*(\.[a-z][\w-]*(::(before|after))?)+(\s+(\.[a-z][\w-]*(::(before|after))?)+)*\s*$/.test(
        each,
      );
      const isPage = !isOfComponent && each.trim() === "page";
      if (!isClasses && !isPage) problems.push(`"${each.trim()}" is no selector of classes`);
    }
  }
}
