/** The bench against a scripted server that behaves, and against one that delivers twice. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

async function bench(args: readonly string[], fault: string | undefined): Promise<{ output: string; failed: boolean }> {
  const program = join(import.meta.dirname, "run.ts");
  const peer = join(import.meta.dirname, "testing", "peer.ts");
  const env = { ...process.env, ...(fault !== undefined && { PEER_FAULT: fault }) };
  try {
    const done = await run(process.execPath, [program, ...args, "--quick", "--server", peer], { env });
    return { output: done.stdout, failed: false };
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string };
    return { output: stdout, failed: true };
  }
}

describe("npm run bench -- --quick", () => {
  it("prints baseline, ours and their ratio", async () => {
    const { output, failed } = await bench(["durable", "--pairs", "10", "--seconds", "1"], undefined);
    expect(failed).toBe(false);
    expect(output).toMatch(/durable one-to-one, messages\/s, 10 pairs +\| [\d,]+ echoes\/s +\| [\d,]+ +\| [\d.]+ %/);
  });

  it("fails when a message arrives twice", async () => {
    const { output, failed } = await bench(["offline"], "duplicate");
    expect(failed).toBe(true);
    expect(output).toMatch(/FAILED[\s\S]*\d+ duplicated/);
  });
});
