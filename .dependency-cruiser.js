/** The arrows of ARCHITECTURE.md: what may be imported by what. */
export default {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
    {
      name: "protocol-knows-nobody",
      severity: "error",
      from: { path: "^packages/protocol/src", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(server|testkit|sdk)|^bench" },
    },
    {
      name: "sdk-knows-protocol-only",
      severity: "error",
      from: { path: "^packages/sdk/src", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(server|testkit)|^bench" },
    },
    {
      name: "sdk-core-knows-no-host",
      severity: "error",
      comment: "core and features know the port in core/platform.ts, and nothing of who implements it",
      from: { path: "^packages/sdk/src/(core|features)", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/sdk/src/(platforms|compat|entries)" },
    },
    {
      name: "server-not-sdk",
      severity: "error",
      from: { path: "^packages/server/src" },
      to: { path: "^packages/sdk" },
    },
    {
      name: "server-not-testkit",
      severity: "error",
      from: { path: "^packages/server/src", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/testkit|^bench" },
    },
    {
      name: "console-knows-protocol-and-sdk",
      severity: "error",
      from: { path: "^packages/console/src", pathNot: "\\.(test|fixture)\\.ts$" },
      to: { path: "^packages/(server|testkit)|^bench" },
    },
    {
      name: "nobody-knows-the-console",
      severity: "error",
      from: { pathNot: "^packages/console" },
      to: { path: "^packages/console" },
    },
    {
      name: "kernel-knows-nobody",
      severity: "error",
      from: { path: "^packages/server/src/kernel", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/server/src/(features|timeline|gateway|http|cluster)" },
    },
    {
      name: "cluster-knows-kernel",
      severity: "error",
      from: { path: "^packages/server/src/cluster" },
      to: { path: "^packages/server/src/(features|timeline|gateway|http)" },
    },
    {
      name: "timeline-knows-kernel-and-cluster",
      severity: "error",
      from: { path: "^packages/server/src/timeline", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/server/src/(features|gateway|http)" },
    },
    {
      name: "features-not-edges",
      severity: "error",
      from: { path: "^packages/server/src/features", pathNot: "\\.(test|fixture)\\.ts$" },
      to: { path: "^packages/server/src/(gateway|http)" },
    },
    {
      name: "edges-apart",
      severity: "error",
      from: { path: "^packages/server/src/gateway", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/server/src/http" },
    },
    {
      name: "edges-apart-2",
      severity: "error",
      from: { path: "^packages/server/src/http", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/server/src/gateway" },
    },
    {
      name: "features-by-their-door",
      severity: "error",
      comment: "a feature is entered through index.ts (or its api.ts, for types)",
      from: { path: "^packages/server/src/features/([^/]+)/", pathNot: "\\.(test|fixture)\\.ts$" },
      to: {
        path: "^packages/server/src/features/([^/]+)/",
        pathNot: "^packages/server/src/features/($1|[^/]+/(index|api|settings)\\.ts$)",
      },
    },
    {
      name: "official-sdk-in-tests-only",
      severity: "error",
      from: { path: "^packages/(protocol|server|sdk|console)" },
      to: { path: "easemob-websdk" },
    },
    { name: "no-undeclared", severity: "error", from: {}, to: { dependencyTypes: ["npm-unknown", "unknown"] } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
