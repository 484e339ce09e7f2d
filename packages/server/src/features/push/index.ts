import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { ProfilePart, Users } from "../users/api.ts";
import type { Push } from "./api.ts";
import { bindingEndpoints } from "./bindings.rest.ts";
import { BindingService } from "./bindings.service.ts";
import { createPushTables } from "./migrations/2026-11-28-push.ts";
import { Notices, type UnreadOf } from "./notices.ts";
import { settingEndpoints } from "./settings.rest.ts";
import { SettingService } from "./settings.service.ts";
import { settingStore } from "./settings.store.ts";
import type { Binding, PushTables } from "./tables.ts";
import { templateEndpoints } from "./templates.rest.ts";
import { TemplateService } from "./templates.service.ts";

export type { Notice, Notifier, Push } from "./api.ts";
export { createWebhook } from "./webhook/index.ts";

export const pushMigrations: readonly Migration[] = [createPushTables];

/**
 * Notices for users who are not connected: when they want them, where they go, how they are worded, and which of them
 * leave.
 *
 * `isOnline`, `membersOf` and `unreadOf` are asked after messages have been committed, never before.
 */
export function createPush(deps: {
  database: Database;
  timelines: Timelines;
  users: Pick<Users, "find">;
  isOnline: (app: string, user: string) => boolean;
  membersOf: (timeline: string) => Promise<readonly string[]>;
  unreadOf: UnreadOf;
  clock: Clock;
  log: Logger;
}): { api: Push; profile: ProfilePart; endpoints: readonly Endpoint[]; close(): Promise<void> } {
  const { database, timelines, log } = deps;
  const settings = new SettingService(deps);
  const bindings = new BindingService(deps);
  const templates = new TemplateService(deps);
  const notices = new Notices({
    ...deps,
    onFault: (error) => log.error({ err: error }, "a notice could not be given"),
    onDropped: (messages) => log.warn({ messages }, "messages came too fast for their notices"),
  });
  const stop = timelines.onCommitted((entries) => notices.take(entries));
  return {
    api: {
      onNotice: (notifier) => notices.onNotice(notifier),
      notice: (message) => notices.take([message]),
      settled: () => notices.settled(),
      async forgetUser(app, user) {
        await database.inTransaction((tx) => settingStore.forgetUser(tx.query<PushTables>(), { app, user }));
      },
    },
    profile: profileOf(bindings),
    endpoints: [...settingEndpoints(settings), ...bindingEndpoints(bindings), ...templateEndpoints(templates)],
    async close() {
      stop();
      await notices.settled();
    },
  };
}

function profileOf(bindings: BindingService): ProfilePart {
  const device = ["device_id", "device_token", "notifier_name"];
  return {
    takes: (member) => device.includes(member) || member === "notification_display_style",
    async read(owner) {
      const [style, pushInfo] = await Promise.all([bindings.displayStyle(owner), bindings.list(owner)]);
      return {
        ...(style === undefined ? {} : { notification_display_style: style }),
        ...(pushInfo.length === 0 ? {} : { pushInfo }),
      };
    },
    async change(owner, members) {
      const { notification_display_style: style } = members;
      const isDevice = device.some((member) => member in members);
      const [deviceId, deviceToken, notifierName] = device.map((member) => textOf(members, member, isDevice));
      const shown: { notification_display_style?: number; pushInfo?: Binding[] } = {};
      if (style !== undefined) shown.notification_display_style = await bindings.setDisplayStyle(owner, style);
      if (isDevice) {
        const binding = {
          device_id: deviceId ?? "",
          device_token: deviceToken ?? "",
          notifier_name: notifierName ?? "",
        };
        shown.pushInfo = await bindings.bind(owner, binding);
      }
      return shown;
    },
  };
}

function textOf(members: Readonly<Record<string, unknown>>, name: string, isRequired: boolean): string {
  const value = members[name];
  if (typeof value === "string") return value;
  if (!isRequired) return "";
  throw new AppError("INVALID_ARGUMENT", value === undefined ? `${name} is required` : `${name} must be string`);
}
