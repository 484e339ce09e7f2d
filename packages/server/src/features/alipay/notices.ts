import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { Lanes } from "../../kernel/lanes.ts";
import { ProviderError } from "../../kernel/provider.ts";
import { RateLimiter } from "../../kernel/rate-limit.ts";
import type { Apps } from "../apps/api.ts";
import type { Notice, Notifier } from "../push/index.ts";
import { findAccess } from "./access.ts";
import { AlipayError, type AlipayGateway, factsOf } from "./gateway.ts";
import type { Identities } from "./identities.service.ts";
import { type SubscriptionTables, subscriptionStore } from "./subscriptions.store.ts";
import { templateMessage } from "./template-message.ts";

/** A message in Alipay says to come and look; more of them say nothing more. */
const USER_BURST = 3;
const USER_EVERY_SECONDS = 300;
const MAX_USERS = 50_000;
/** Of one application. */
const CALLS_AT_ONCE = 4;
const MAX_WAITING = 5000;

interface Deps {
  readonly apps: Pick<Apps, "find" | "getRecord" | "getSecret">;
  readonly identities: Identities;
  readonly gateway: AlipayGateway;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Queue {
  readonly lanes: Lanes<Notice>;
  /** Notices for which there was no room, and of which nothing has been said yet. */
  dropped: number;
}

/** Notices leave as template messages of Alipay, for users who have agreed (SPEC.md, AL8 and AL9). None is sent twice. */
export class AlipayNotices implements Notifier {
  private readonly deps: Deps;
  private readonly queues = new Map<string, Queue>();
  private readonly rates: RateLimiter;
  /** What is being looked up in the store. */
  private readonly lookUps = new Set<Promise<unknown>>();
  private isClosed = false;

  constructor(deps: Deps) {
    this.deps = deps;
    this.rates = new RateLimiter({
      ratePerSecond: 1 / USER_EVERY_SECONDS,
      burst: USER_BURST,
      clock: deps.clock,
      maxKeys: MAX_USERS,
    });
  }

  async isFor(app: string): Promise<boolean> {
    return (await findAccess(this.deps.apps, app))?.template !== undefined;
  }

  take(notice: Notice): void {
    if (this.isClosed) return;
    const queue = this.queueOf(notice.app);
    if (!queue.lanes.add(notice.user, notice, 1)) queue.dropped += 1;
  }

  /** Resolves when all that was taken has left, or does not. */
  async settled(): Promise<void> {
    await Promise.all([...this.queues.values()].map(({ lanes }) => lanes.settled()));
  }

  /** What waits is not sent. Resolves when the store is not asked any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.lookUps);
  }

  private queueOf(app: string): Queue {
    const known = this.queues.get(app);
    if (known !== undefined) return known;
    const queue: Queue = {
      lanes: new Lanes({ maxAtWork: CALLS_AT_ONCE, maxCost: MAX_WAITING }, async (notice) => {
        await this.send(notice);
        const { dropped } = queue;
        if (dropped > 0) this.deps.log.warn({ app, notices: dropped }, "notices came too fast for Alipay");
        queue.dropped = 0;
      }),
      dropped: 0,
    };
    this.queues.set(app, queue);
    return queue;
  }

  /** Never throws. */
  private async send(notice: Notice): Promise<void> {
    const { gateway, log } = this.deps;
    const { app, user } = notice;
    try {
      const message = await this.lookUp(() => this.prepare(notice));
      if (message === undefined) return;
      const { access, content, giveBack } = message;
      try {
        await gateway.call(access, { name: "alipay.open.app.mini.templatemessage.send", content });
      } catch (error) {
        if (!(error instanceof AlipayError || error instanceof ProviderError)) throw error;
        log.warn({ app, user, ...factsOf(error) }, "Alipay did not take a notice");
        // Where Alipay has refused it, the user has most likely not agreed to another one.
        const isRefused = error instanceof AlipayError && error.fault === "refused";
        if (!isRefused) await this.lookUp(giveBack);
      }
    } catch (error) {
      log.error({ err: error, app, user }, "a notice could not be sent");
    }
  }

  /** What is to be sent; undefined: nothing, to this user or now. */
  private async prepare(notice: Notice) {
    const { apps, identities, database } = this.deps;
    const { app, user } = notice;
    const access = await findAccess(apps, app);
    // Switched off meanwhile.
    if (access?.template === undefined) return undefined;
    const { template } = access;
    const db = database.query<SubscriptionTables>();
    const key = { app, username: user, template: template.id };
    const subscription = await subscriptionStore.find(db, key);
    if (subscription === undefined || subscription.messages === 0) return undefined;
    const to = await identities.idOf({ app, program: access.appId }, user);
    if (to === undefined || !this.rates.take(`${app}/${user}`)) return undefined;
    if (!(await subscriptionStore.take(db, key))) return undefined;
    const { timeZone } = await apps.getRecord(app);
    const content = templateMessage(notice, { to, template, timeZone });
    return { access, content, giveBack: () => subscriptionStore.giveBack(db, key) };
  }

  private async lookUp<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.isClosed) return undefined;
    const asked = ask();
    this.lookUps.add(asked);
    try {
      return await asked;
    } finally {
      this.lookUps.delete(asked);
    }
  }
}
