import { defineConfig } from "tsdown";

export default defineConfig({
  // The last two are loaded by address into the thread of the database, so they need files of their own beside the rest.
  entry: {
    main: "src/main.ts",
    worker: "src/kernel/database/sqlite/worker.ts",
    procedures: "src/timeline/sqlite/procedures.ts",
  },
  platform: "node",
  target: "node24",
  format: "esm",
  fixedExtension: false,
  // What npm can install stays outside, except two libraries of many small files of which we use a part: loading them was
  // most of the time and memory of a start.
  deps: { alwaysBundle: [/^@rondo\//, /^typebox/, /^kysely/] },
  hash: false,
  dts: false,
});
