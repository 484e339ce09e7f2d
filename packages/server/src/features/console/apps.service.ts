import type {
  AppDetails,
  AppInList,
  AppSettings,
  AppSettingsView,
  App as ConsoleApp,
  DataCentre,
  OperationAction,
  Overview,
} from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Actor } from "../../kernel/console.ts";
import { AppError } from "../../kernel/errors.ts";
import { KeyedLock } from "../../kernel/keyed-lock.ts";
import type { Apps } from "../apps/api.ts";
import { type AppRecord, secretSettings } from "../apps/settings.ts";
import { type DataCentres, toClientAddresses } from "../data-centres/index.ts";
import { type Change, changesBetween, type Operations, secretChange } from "../operations/index.ts";
import type { UsageFigures } from "../usage/index.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a deletion can be undone. */
const DELETION_MS = 7 * DAY_MS;

interface Deps {
  readonly apps: Apps;
  readonly dataCentres: DataCentres;
  readonly usage: UsageFigures;
  readonly operations: Operations;
  /** What holds where an application has decided nothing. */
  readonly defaults: AppSettings;
  /** Applications that an organisation may have; 0: no limit. */
  readonly maxApps: number;
  readonly clock: Clock;
}

export interface NewConsoleApp {
  readonly org: string;
  readonly name: string;
  readonly dataCentre: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly timeZone: string | undefined;
  readonly registration: AppSettings["registration"] | undefined;
}

/** What people do with applications in the console. Everything takes effect at once, in running sessions, too (SPEC.md, AP). */
export class ConsoleApps {
  private readonly deps: Deps;
  /** One at a time of an organisation: two that find the last place free would both take it. */
  private readonly creations = new KeyedLock();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async list(org: string, text: string | undefined): Promise<AppInList[]> {
    const { apps, usage } = this.deps;
    const found = await apps.list(org, text);
    return Promise.all(found.map(async (app) => ({ ...shown(app), figures: await usage.now(app) })));
  }

  /** @throws AppError DATA_CENTRE_UNAVAILABLE, APP_QUOTA, APP_EXISTS, INVALID_ARGUMENT. */
  async create(actor: Actor, wanted: NewConsoleApp): Promise<{ app: AppDetails; clientSecret: string }> {
    const { org, name, dataCentre, title, description, timeZone, registration } = wanted;
    this.deps.dataCentres.checkChoice(dataCentre);
    const { app, clientSecret } = await this.creations.run(org, async () => {
      await this.checkRoom(org);
      return this.deps.apps.create({
        org,
        name,
        dataCentre,
        title: title ?? name,
        description: description ?? "",
        ...(timeZone === undefined ? {} : { timeZone }),
        settings: registration === undefined ? {} : { registration },
      });
    });
    await this.record(actor, app.appKey, { action: "app.created", changes: changesBetween({}, { dataCentre }) });
    return { app: await this.get(app.appKey), clientSecret };
  }

  async get(appKey: string): Promise<AppDetails> {
    const { apps } = this.deps;
    const app = await apps.getRecord(appKey);
    const { clientId, secretMadeAt, previousSecretUntil } = await apps.getClient(appKey);
    // Before 2026-11-29 it was not noted; it is the one from the beginning then.
    const madeAt = secretMadeAt === 0 ? app.createdAt : secretMadeAt;
    return { ...shown(app), clientId, secretMadeAt: madeAt, previousSecretUntil: previousSecretUntil ?? null };
  }

  /** @throws AppError INVALID_ARGUMENT for a time zone that is none. */
  async describe(
    actor: Actor,
    appKey: string,
    wanted: { title?: string | undefined; description?: string | undefined; timeZone?: string | undefined },
  ): Promise<AppDetails> {
    const before = await this.deps.apps.getRecord(appKey);
    const given = Object.fromEntries(Object.entries(wanted).filter(([, text]) => text !== undefined));
    await this.deps.apps.describe(appKey, given);
    await this.recordChanges(actor, appKey, { action: "app.changed", changes: changesBetween({ ...before }, given) });
    return this.get(appKey);
  }

  /** Its users are signed out, and its tokens mean nothing until it is enabled again. */
  async setDisabled(actor: Actor, appKey: string, isDisabled: boolean): Promise<AppDetails> {
    await this.deps.apps.setDisabled(appKey, isDisabled);
    await this.record(actor, appKey, { action: isDisabled ? "app.disabled" : "app.enabled" });
    return this.get(appKey);
  }

  /** Disabled now, deleted in a week. @throws AppError NAME_MISMATCH. */
  async delete(actor: Actor, appKey: string, typedName: string): Promise<AppDetails> {
    const { apps, clock } = this.deps;
    const { name, deletesAt } = await apps.getRecord(appKey);
    if (typedName !== name) throw new AppError("NAME_MISMATCH");
    if (deletesAt === undefined) {
      await apps.setDeletion(appKey, clock.now() + DELETION_MS);
      await this.record(actor, appKey, { action: "app.deletion-asked-for" });
    }
    return this.get(appKey);
  }

  /** As it was before: disabled, if it was. */
  async undoDeletion(actor: Actor, appKey: string): Promise<AppDetails> {
    const { apps } = this.deps;
    if ((await apps.getRecord(appKey)).deletesAt !== undefined) {
      await apps.setDeletion(appKey, undefined);
      await this.record(actor, appKey, { action: "app.deletion-undone" });
    }
    return this.get(appKey);
  }

  async rotateSecret(
    actor: Actor,
    appKey: string,
    options: { previousValidMs: number },
  ): Promise<{ app: AppDetails; clientSecret: string }> {
    const clientSecret = await this.deps.apps.rotateSecret(appKey, options);
    const previous = changesBetween({}, { previousValidSeconds: options.previousValidMs / 1000 });
    const changes = [secretChange("clientSecret"), ...previous];
    await this.record(actor, appKey, { action: "app.secret-rotated", changes });
    return { app: await this.get(appKey), clientSecret };
  }

  async endRotation(actor: Actor, appKey: string): Promise<AppDetails> {
    await this.deps.apps.endRotation(appKey);
    await this.record(actor, appKey, { action: "app.previous-secret-ended" });
    return this.get(appKey);
  }

  async settings(appKey: string): Promise<AppSettingsView> {
    const { apps, defaults } = this.deps;
    const { settings } = await apps.getRecord(appKey);
    const set: string[] = [];
    for (const name of secretSettings) if ((await apps.getSecret(appKey, name)) !== "") set.push(name);
    return { settings, defaults, secretsSet: set };
  }

  /** @throws AppError INVALID_ARGUMENT. */
  async changeSettings(actor: Actor, appKey: string, changes: Partial<AppSettings>): Promise<AppSettingsView> {
    const { apps } = this.deps;
    const before = (await apps.getRecord(appKey)).settings;
    await apps.changeSettings(appKey, changes);
    const isSecret = (name: string): boolean => (secretSettings as readonly string[]).includes(name);
    const open = Object.fromEntries(Object.entries(changes).filter(([name]) => !isSecret(name)));
    const differences: Change[] = [
      ...changesBetween(before, open),
      ...Object.keys(changes).filter(isSecret).map(secretChange),
    ];
    await this.recordChanges(actor, appKey, { action: "app.settings-changed", changes: differences });
    return this.settings(appKey);
  }

  listDataCentres(baseUrl: string): DataCentre[] {
    return this.deps.dataCentres.show(baseUrl);
  }

  /** What is typed into clients, and what their platforms are told. */
  async overview(appKey: string, baseUrl: string): Promise<Overview> {
    const { apps, dataCentres } = this.deps;
    const { dataCentre: id } = await apps.getRecord(appKey);
    const addresses = dataCentres.addressesOf(id, baseUrl);
    const dataCentre = dataCentres.get(id, baseUrl);
    if (addresses === undefined) return { appKey, dataCentre, families: [], isSecure: false };
    return { appKey, dataCentre, families: toClientAddresses(addresses), isSecure: addresses.isSecure };
  }

  private async recordChanges(
    actor: Actor,
    appKey: string,
    what: { action: OperationAction; changes: Change[] },
  ): Promise<void> {
    if (what.changes.length > 0) await this.record(actor, appKey, what);
  }

  /** Those that wait for their deletion count, since it can be undone. */
  private async checkRoom(org: string): Promise<void> {
    const { apps, maxApps: limit } = this.deps;
    if (limit > 0 && (await apps.count(org)) >= limit)
      throw new AppError("APP_QUOTA", undefined, { details: { limit } });
  }

  private async record(
    actor: Actor,
    appKey: string,
    what: { action: OperationAction; changes?: Change[] },
  ): Promise<void> {
    const { org } = await this.deps.apps.getRecord(appKey);
    await this.deps.operations.record({ actor, org, appKey, ...what });
  }
}

function shown(app: AppRecord): ConsoleApp {
  const { appKey, org, name, title, description, timeZone, id, dataCentre, isDisabled, deletesAt, createdAt } = app;
  const { registration } = app.settings;
  return {
    appKey,
    org,
    name,
    title: title === "" ? name : title,
    description,
    timeZone,
    id,
    dataCentre,
    registration,
    isDisabled,
    deletesAt: deletesAt ?? null,
    createdAt,
  };
}
