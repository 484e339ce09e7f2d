/** The generator process: takes one job as its argument, does it, prints what came out as one line of JSON. */
import { Failure } from "./failure.ts";
import type { Job, Outcomes, ThroughputResult } from "./jobs.ts";
import { BroadcastLoad } from "./workloads/broadcast.ts";
import { DurableLoad } from "./workloads/durable.ts";
import { EchoLoad } from "./workloads/echo.ts";
import { FanoutLoad, measureFanout } from "./workloads/fanout.ts";
import { measureIdle } from "./workloads/idle.ts";
import { measureLogins } from "./workloads/logins.ts";
import { measureOffline } from "./workloads/offline.ts";
import { measureThroughput } from "./workloads/throughput.ts";

async function run(job: Job, failure: Failure): Promise<Outcomes[Job["kind"]]> {
  switch (job.kind) {
    case "durable": {
      const load = await DurableLoad.open(job, failure);
      const echo = job.echo && (await EchoLoad.open(job.echo, { count: job.pairs * 2, failure }));
      const [ours, baseline] = await measureThroughput([load, ...(echo === undefined ? [] : [echo])], job.windows, job);
      return { ours: ours as ThroughputResult, echo: baseline, account: load.ledger.close() };
    }
    case "broadcast":
      return measureFanout(await BroadcastLoad.open(job, failure), { ...job, inspector: undefined });
    case "fanout": {
      const load = await FanoutLoad.open(job, failure);
      return { ...(await measureFanout(load, job)), account: load.ledger.close() };
    }
    case "logins":
      return measureLogins(job, failure);
    case "offline":
      return measureOffline(job, failure);
    case "idle":
      return measureIdle(job, failure);
    default:
      return job satisfies never;
  }
}

const failure = new Failure();
// The runner made it, from the same types.
const job = JSON.parse(process.argv[2] as string) as Job;
const outcome = await Promise.race([run(job, failure), failure.promise]);
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit(0));
