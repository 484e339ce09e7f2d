import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, defaultLimits, readConfig } from "./config.ts";

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "rondo-config-")), "rondo.json");
  writeFileSync(path, content);
  return path;
}

describe("configuration", () => {
  it("has the documented defaults in development", () => {
    const { config, json } = readConfig(["dev"], {});
    expect(config).toMatchObject({
      mode: "development",
      host: "127.0.0.1",
      port: 8080,
      publicUrl: undefined,
      nodeId: 0,
    });
    expect(config.dataDir).toMatch(/\/data$/);
    expect(config.limits).toEqual(defaultLimits);
    expect(json).toBe(false);
  });

  it("takes the command line before the environment before the file", () => {
    const path = fileWith(
      JSON.stringify({
        host: "10.0.0.1",
        port: 1,
        dataDir: "/from-file",
        limits: { maxBadFrames: 3 },
        messageSearch: true,
        privateDownloads: true,
        passwordCost: { memoryKib: 8, passes: 1 },
        appDefaults: { recallWindowMs: 60_000 },
      }),
    );
    const env = { RONDO_PORT: "2", RONDO_DATA: "/from-env" };
    const { config } = readConfig(["serve", "--config", path, "--data", "/from-flag"], env);
    expect(config).toMatchObject({ mode: "serve", host: "10.0.0.1", port: 2, dataDir: "/from-flag" });
    expect(config.limits).toEqual({ ...defaultLimits, maxBadFrames: 3 });
    expect(config.messageSearch).toBe(true);
    expect(config.privateDownloads).toBe(true);
    expect(config.passwordCost).toEqual({ memoryKib: 8, passes: 1 });
    expect(readConfig(["dev"], {}).config.messageSearch).toBe(false);
    expect(readConfig(["dev"], {}).config.privateDownloads).toBe(false);
    expect(config.appDefaults).toEqual({ recallWindowMs: 60_000 });
  });

  it("reads --json and the operand of app create", () => {
    expect(readConfig(["dev", "--json", "--port", "0"], {}).json).toBe(true);
    expect(readConfig(["app", "create", "acme#shop"], {})).toMatchObject({
      command: "app create",
      operands: ["acme#shop"],
    });
  });

  it.each([
    [["serve"], "needs --config"],
    [["dev", "--port", "many"], "whole number"],
    [["dev", "--port", "70000"], "port"],
    [["dev", "--log", "loud"], "logLevel"],
    [["dev", "--public-url", "chat.example.com"], "publicUrl"],
    [["dev", "--nonsense"], "nonsense"],
    [["fly"], "fly"],
    [["app", "create"], "ORG#APP"],
    [["serve", "--config", "/nowhere/at/all.json"], "cannot be read"],
    [["serve", "--config", fileWith("{")], "not JSON"],
    [["serve", "--config", fileWith('{"limits":{"maxBadFrames":0}}')], "maxBadFrames"],
    [["serve", "--config", fileWith('{"prot":1}')], "prot"],
    [["serve", "--config", fileWith('{"passwordCost":{"memoryKib":8}}')], "passwordCost"],
    [["serve", "--config", fileWith('{"appDefaults":{"maxMessageBytes":0}}')], "appDefaults.maxMessageBytes"],
    [["serve", "--config", fileWith('{"appDefaults":{"color":"red"}}')], "appDefaults"],
  ])("refuses %j and says why", (argv, why) => {
    expect(() => readConfig(argv, {})).toThrow(ConfigError);
    expect(() => readConfig(argv, {})).toThrow(why);
  });
});
