/** The bench against a scripted server that behaves, and against one that delivers twice. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

const peer = join(import.meta.dirname, "testing", "peer.ts");
/** Our own, as it is. */
const rondo = join(import.meta.dirname, "..", "..", "packages", "server", "src", "main.ts");

async function bench(
  args: readonly string[],
  { fault, server = peer }: { fault?: string; server?: string } = {},
): Promise<{ output: string; failed: boolean }> {
  const program = join(import.meta.dirname, "run.ts");
  const env = { ...process.env, ...(fault !== undefined && { PEER_FAULT: fault }) };
  try {
    const done = await run(process.execPath, [program, ...args, "--quick", "--server", server], { env });
    return { output: done.stdout, failed: false };
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string };
    return { output: stdout, failed: true };
  }
}

describe("npm run bench -- --quick", () => {
  it("prints baseline, ours and their ratio", async () => {
    const { output, failed } = await bench(["durable", "--pairs", "10", "--seconds", "1"]);
    expect(failed).toBe(false);
    expect(output).toMatch(/durable one-to-one, messages\/s, 10 pairs +\| [\d,]+ echoes\/s +\| [\d,]+ +\| [\d.]+ %/);
  });

  it("fails when a message arrives twice", async () => {
    const { output, failed } = await bench(["offline"], { fault: "duplicate" });
    expect(failed).toBe(true);
    expect(output).toMatch(/FAILED[\s\S]*\d+ duplicated/);
  });

  it("fails when one of those who are online gets a message to a group twice", async () => {
    const { output, failed } = await bench(["group", "--seconds", "1"], { fault: "duplicate" });
    expect(failed).toBe(true);
    expect(output).toMatch(/FAILED[\s\S]*\d+ duplicated/);
  });

  it("counts what our server delivers in groups and rooms and stores of it, and times logins", {
    timeout: 180_000,
  }, async () => {
    const { output, failed } = await bench(["group", "room", "logins", "--seconds", "1"], { server: rondo });
    expect(failed).toBe(false);
    expect(output).toMatch(/group of 50, 25 online, deliveries\/s +\| [\d,]+ by bare ws +\| [\d,]+ +\| [\d.]+ %/);
    expect(output).toMatch(/stored for one message[^|]+\| \d+ bytes sent +\| [\d,]+ bytes, 1.00 rows .*\| yes/);
    expect(output).toMatch(/room of 100 at 20 messages\/s, deliveries\/s +\| [\d,]+ by bare ws +\| [\d,]+ +\|/);
    expect(output).toMatch(/login until ready, 50 groups joined +\| [\d.]+ ms with none +\| [\d.]+ ms +\| [\d.]+ ×/);
    expect(output).toMatch(/unread in each group, until the last +\| [\d.]+ ms with none +\| [\d.]+ ms +\|/);
    for (const [, acked = "", delivered] of output.matchAll(/accounts: ([\d,]+) acknowledged, ([\d,]+) delivered/g)) {
      const others = [24, 99].map((count) => (Number(acked.replaceAll(",", "")) * count).toLocaleString("en-US"));
      expect(others).toContain(delivered);
    }
  });
});
