/** A process of the crash test: appends as fast as it can, notes what was acknowledged, and waits to be killed. */
import { openSync, writeSync } from "node:fs";
import pino from "pino";
import { systemClock } from "../../kernel/clock.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { between, bytesOf } from "../contract/world.ts";
import { timelineMigrations } from "../migrations/index.ts";
import { openTimelines } from "./index.ts";

const [dir, run, notes, limit] = process.argv.slice(2) as [string, string, string, string];
const file = openSync(notes, "w");
let acknowledged = 0;
const database = await openSqlite({ dir, migrations: timelineMigrations });
const timelines = await openTimelines({ database, clock: systemClock, nodeId: 1, log: pino({ level: "silent" }) });

async function send(sender: string): Promise<never> {
  for (let number = 0; ; number++) {
    const text = `${run} ${sender} ${number}`;
    const appended = await timelines.append({
      app: "acme#chat",
      timeline: between(sender, "bob"),
      members: [sender, "bob"],
      kind: "txt",
      sender,
      resource: "phone",
      ref: undefined,
      audience: undefined,
      audienceResource: undefined,
      once: { clientId: `${run} ${number}`, content: Buffer.from(text) },
      effect: undefined,
      encode: (id, at) => bytesOf(text, id, at),
    });
    // A file keeps what was written to it when its writer is killed.
    writeSync(file, `${appended.outcome} ${text}\n`);
    acknowledged += 1;
    if (acknowledged === Number(limit)) console.log("enough");
  }
}

await Promise.all(Array.from({ length: 50 }, (_, index) => send(`user${index}`)));
