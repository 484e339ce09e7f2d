import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import { accessOf } from "./access.ts";
import type { Identities } from "./identities.service.ts";
import { type SubscriptionTables, subscriptionStore as store } from "./subscriptions.store.ts";

/** A user can hardly have agreed to more single messages than this and still want them. */
const MAX_MESSAGES = 100;

export interface Owner {
  readonly app: string;
  readonly user: string;
}

export interface SubscriptionState {
  /** What `my.requestSubscribeMessage` asks about. */
  readonly templateId: string;
  readonly use: "once" | "always";
  readonly isSubscribed: boolean;
  /** With `once`: how many messages the user has agreed to. */
  readonly messages: number | undefined;
}

interface Deps {
  readonly apps: Pick<Apps, "find" | "getSecret">;
  readonly identities: Identities;
  readonly database: Database;
}

/** What users of Alipay have agreed to get when they are not connected (SPEC.md, AL). */
export class SubscriptionService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError SERVICE_NOT_OPEN, NOT_FOUND for who has not signed in with Alipay. */
  async state(owner: Owner): Promise<SubscriptionState> {
    const { templateId, use } = await this.templateFor(owner);
    const row = await store.find(this.db, { app: owner.app, username: owner.user, template: templateId });
    const messages = row?.messages ?? undefined;
    return { templateId, use, isSubscribed: row !== undefined && messages !== 0, messages };
  }

  /** What the user has answered to the question about a template. @throws AppError as `state`, INVALID_ARGUMENT. */
  async report(owner: Owner, answer: { templateId: string; hasAgreed: boolean }): Promise<SubscriptionState> {
    const { templateId, use } = await this.templateFor(owner);
    if (answer.templateId !== templateId) {
      throw new AppError("INVALID_ARGUMENT", "templateId is not the template of the application");
    }
    const key = { app: owner.app, username: owner.user, template: templateId };
    if (!answer.hasAgreed) await store.remove(this.db, key);
    else if (use === "once") await store.addOne(this.db, key, MAX_MESSAGES);
    else await store.addAll(this.db, key);
    return this.state(owner);
  }

  private async templateFor({ app, user }: Owner): Promise<{ templateId: string; use: "once" | "always" }> {
    const { apps, identities } = this.deps;
    const { appId, template } = await accessOf(apps, app);
    if (template === undefined) throw new AppError("SERVICE_NOT_OPEN", "alipay: service not open!");
    const id = await identities.idOf({ app, program: appId }, user);
    if (id === undefined) throw new AppError("NOT_FOUND", "the user has not signed in with Alipay");
    return { templateId: template.id, use: template.use };
  }

  private get db() {
    return this.deps.database.query<SubscriptionTables>();
  }
}
