import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import { Lanes } from "../../../kernel/lanes.ts";
import { ProviderClient, ProviderError } from "../../../kernel/provider.ts";
import type { Apps } from "../../apps/api.ts";
import type { Notice, Notifier } from "../api.ts";
import { webhookRequest } from "./webhook-body.ts";

/** After a call that failed, before the next one; after the last of them a notice is given up. */
const RETRY_MS = [1000, 5000, 30_000];
const TIMEOUT_MS = 5000;
/** Longer answers are a sign that something else is listening. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** Of one application. */
const CALLS_AT_ONCE = 8;
/** A notice costs the bytes of its message, and these. */
const NOTICE_BYTES = 512;
const MAX_APP_BYTES = 16 * 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024;

interface Deps {
  readonly apps: Pick<Apps, "find" | "getSecret">;
  readonly clock: Clock;
  readonly log: Logger;
  /** How the application's server is called; tests bound it tighter. */
  readonly client?: ProviderClient;
  /** Rejects when the signal says so. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface Queue {
  readonly lanes: Lanes<Notice>;
  /** Notices for which there was no room, and of which nothing has been said yet. */
  dropped: number;
}

/**
 * Notices go to the server of their application, one call each (SPEC.md, PU17 to PU19). Those of one user are sent one after
 * another. They wait in memory and not for ever: what a notice announces is in the store, and the user finds it there.
 */
export function createWebhook(deps: Deps): Notifier & { close(): void } {
  const { apps, log } = deps;
  const deliver = deliveryOf(deps);
  const queues = new Map<string, Queue>();
  const closing = new AbortController();
  /** Of all queues together. */
  let total = 0;

  const queueOf = (app: string): Queue => {
    const known = queues.get(app);
    if (known !== undefined) return known;
    const queue: Queue = {
      lanes: new Lanes({ maxAtWork: CALLS_AT_ONCE, maxCost: MAX_APP_BYTES }, async (notice) => {
        if (closing.signal.aborted) return;
        await deliver(notice, closing.signal);
        total -= costOf(notice);
        if (queue.dropped > 0) log.warn({ app, notices: queue.dropped }, "notices came too fast for the webhook");
        queue.dropped = 0;
      }),
      dropped: 0,
    };
    queues.set(app, queue);
    return queue;
  };

  return {
    async isFor(app) {
      return (await urlOf(apps, app)) !== "";
    },
    take(notice) {
      if (closing.signal.aborted) return;
      const queue = queueOf(notice.app);
      const cost = costOf(notice);
      if (total + cost > MAX_BYTES || !queue.lanes.add(notice.user, notice, cost)) queue.dropped += 1;
      else total += cost;
    },
    close() {
      closing.abort();
    },
  };
}

/** How one notice is brought to the application's server: never throws. */
function deliveryOf({ apps, clock, log, client = new ProviderClient(ours), wait = pause }: Deps) {
  const call = async (notice: Notice): Promise<void> => {
    const { app } = notice;
    const url = await urlOf(apps, app);
    // Switched off meanwhile.
    if (url === "") return;
    const key = await apps.getSecret(app, "pushWebhookKey");
    const request = webhookRequest(notice, { unread: await notice.unread(), key, at: clock.now() });
    // What it answers is not asked: that it says yes is enough.
    await client.text({ app, url, method: "POST", ...request });
  };

  return async (notice: Notice, signal: AbortSignal): Promise<void> => {
    for (const retryMs of [...RETRY_MS, undefined]) {
      try {
        return await call(notice);
      } catch (error) {
        if (signal.aborted) return;
        const { app, user } = notice;
        if (!(error instanceof ProviderError))
          return log.error({ err: error, app, user }, "a notice could not be sent");
        const { fault, status } = error;
        if (retryMs === undefined)
          return log.warn({ app, user, fault, status }, "the webhook for notices does not take one");
      }
      try {
        await wait(retryMs, signal);
      } catch {
        // The server stops.
        return;
      }
    }
  };
}

const ours = { timeoutMs: TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES, maxConcurrent: CALLS_AT_ONCE };

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal });
}

/** "": none, as for an application that is gone or disabled. */
async function urlOf(apps: Pick<Apps, "find">, appKey: string): Promise<string> {
  const app = await apps.find(appKey);
  return app === undefined || app.isDisabled ? "" : app.settings.pushWebhookUrl;
}

function costOf({ message }: Notice): number {
  return NOTICE_BYTES + Buffer.byteLength(message.payload);
}
