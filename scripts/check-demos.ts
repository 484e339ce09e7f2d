/**
 * Checks the types of the mini programs' JavaScript as it lies in the repository, against Alipay's own types, our narrow ones
 * (`examples/types`), and those of the SDK. What `examples/prepare.js` would copy into a demo is looked for where it comes from,
 * so that nothing has to be built and nothing old is found.
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const EXAMPLES = fileURLToPath(new URL("../examples/", import.meta.url));
const COPIES = /^(?:\.\.?\/)+src\/(sdk|chat-core)\/([\w-]+)(?:\.js)?$/;

let problems = 0;
for (const demo of ["alipay", "wechat", "web"]) problems += check(join(EXAMPLES, "types", `${demo}.json`));
process.exitCode = problems === 0 ? 0 : 1;

function check(config: string): number {
  const fail = (diagnostic: ts.Diagnostic): never => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, undefined, host);
  if (parsed === undefined) throw new Error(`${config} cannot be read`);
  const { options, fileNames } = parsed;
  const compiler = ts.createCompilerHost(options);
  compiler.resolveModuleNameLiterals = (literals, containingFile) =>
    literals.map(({ text }) => ts.resolveModuleName(origin(text), containingFile, options, compiler));
  const program = ts.createProgram({ rootNames: fileNames, options, host: compiler });
  const diagnostics = [...parsed.errors, ...ts.getPreEmitDiagnostics(program)];
  process.stdout.write(ts.formatDiagnostics(diagnostics, compiler));
  return diagnostics.length;
}

/** Where a file comes from that a demo has a copy of. */
function origin(name: string): string {
  const [, kind, file] = COPIES.exec(name) ?? [];
  if (kind === "sdk") return resolve(EXAMPLES, "types/sdk");
  return file === undefined ? name : resolve(EXAMPLES, "chat-core/src", file);
}
