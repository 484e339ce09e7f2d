import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PbfReader, PbfWriter } from "pbf";
import { bodyOf } from "../traffic.ts";
import { type Codec, commandOf, SCHEMA_FILE, TYPES } from "./codec.ts";

type Write = (value: unknown, writer: PbfWriter) => void;
type ReadMessage = (reader: PbfReader) => never;

const compiler = fileURLToPath(new URL("bin/pbf", import.meta.resolve("pbf")));
const code = execFileSync(process.execPath, [compiler, fileURLToPath(SCHEMA_FILE)], { encoding: "utf8" });
const generated = await load(code);

function write(name: string, value: unknown): Uint8Array {
  const writer = new PbfWriter();
  (generated[`write${name}`] as Write)(value, writer);
  return writer.finish();
}

function read<T>(name: string, bytes: Uint8Array): T {
  return (generated[`read${name}`] as ReadMessage)(new PbfReader(bytes)) as T;
}

export const pbf: Codec = {
  name: "pbf",
  encode(message) {
    const command = commandOf(message, Number, write("MessageBody", bodyOf(message)));
    return write("MSync", { command: 0, payload: write("CommSyncDL", command) });
  },
  decode(frame) {
    const { payload } = read<{ payload: Uint8Array }>("MSync", frame);
    const { metas, nextKey } = read<{ metas: [{ id: number; payload: Uint8Array }]; nextKey: number }>(
      "CommSyncDL",
      payload,
    );
    const body = read<{ contents: [{ text: string }] }>("MessageBody", metas[0].payload);
    return { metaId: String(metas[0].id), nextKey: String(nextKey), text: body.contents[0].text };
  },
  bundleEntry: `
    import { PbfReader, PbfWriter } from "pbf";
    ${code}
    self.types = [${TYPES.flatMap((name) => [`read${name}`, `write${name}`]).join(", ")}];
    self.roundTrip = (name) => {
      const writer = new PbfWriter();
      writeJID({ name }, writer);
      return readJID(new PbfReader(writer.finish())).name;
    };`,
};

async function load(module: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "pbf-"));
  try {
    const file = join(folder, "generated.mjs");
    writeFileSync(file, module);
    // What the compiler wrote has no types.
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
