/** Compiles programs that are texts, with the official declarations or with ours in the place of `easemob-websdk`. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const OFFICIAL = join(
  dirname(createRequire(import.meta.url).resolve("easemob-websdk/package.json")),
  "Easemob-chat.d.ts",
);
/** As published. */
export const OURS = fileURLToPath(new URL("../../../api/sdk.d.ts", import.meta.url));

/** Programs are beside the sources, where they find nothing. */
const PLACE = fileURLToPath(new URL("./", import.meta.url));

export interface Setting {
  /** What a module name stands for: paths of declarations. */
  readonly modules: Readonly<Record<string, string>>;
  /** What there is beside ECMAScript 2017. Default: a browser. */
  readonly lib?: readonly string[];
  readonly options?: ts.CompilerOptions;
}

export interface Said {
  /** From 1; 0: it is about no line. */
  readonly line: number;
  readonly text: string;
}

/** What is read again and again, parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of each of the programs; nothing: it compiles. */
export function compile(programs: Readonly<Record<string, string>>, setting: Setting): Record<string, Said[]> {
  const files = new Map(Object.entries(programs).map(([name, text]) => [pathOf(name), text]));
  const program = createProgram(files, setting);
  const said: Record<string, Said[]> = {};
  for (const name of Object.keys(programs)) {
    const source = program.getSourceFile(pathOf(name));
    said[name] = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(toSaid);
  }
  const global = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()].map(toSaid);
  if (global.length > 0) throw new Error(global.map(({ text }) => text).join("\n"));
  return said;
}

const pathOf = (name: string): string => join(PLACE, `${name.replace(/\W+/g, "-")}.ts`);

function createProgram(files: ReadonlyMap<string, string>, { modules, lib = ["dom"], options }: Setting): ts.Program {
  const settings: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2017,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["es2017", ...lib].map((name) => `lib.${name}.d.ts`),
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    paths: Object.fromEntries(Object.entries(modules).map(([name, path]) => [name, [path]])),
    ...options,
  };
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, version);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, version, ...rest));
    return parsed.get(path);
  };
  return ts.createProgram([...files.keys()], settings, host);
}

function toSaid({ file, start, messageText }: ts.Diagnostic): Said {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return { line: 0, text };
  return { line: file.getLineAndCharacterOfPosition(start).line + 1, text };
}
