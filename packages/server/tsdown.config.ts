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
  // The protocol is part of the server; what npm can install stays outside.
  deps: { alwaysBundle: [/^@rondo\//] },
  hash: false,
  dts: false,
});
