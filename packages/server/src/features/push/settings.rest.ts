import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { type SettingService, targetOf } from "./settings.service.ts";
import type { SettingKind } from "./tables.ts";

const OwnPath = Type.Object({ user: Type.String() });
const TargetPath = Type.Object({ user: Type.String(), key: Type.String() });
const Text = Type.Optional(Type.String());
const ChangeBody = Type.Object({
  type: Text,
  ignoreInterval: Text,
  ignoreDuration: Type.Optional(Type.Integer({ minimum: 0 })),
});

type Actor = {
  readonly appKey: string;
  readonly params: { user: string };
  readonly resource: string | undefined;
};
const ownerOf = ({ appKey, params, resource }: Actor) => ({ app: appKey, user: params.user, resource });

/** When users want notices (PUSH-1 to 8). */
export function settingEndpoints(service: SettingService): Endpoint[] {
  return [...targetEndpoints(service, "user"), ...targetEndpoints(service, "chatgroup"), ...ownEndpoints(service)];
}

function targetEndpoints(service: SettingService, kind: SettingKind): Endpoint[] {
  const what = kind === "user" ? "with a user or, with the own id, for all conversations" : "in a group";
  const name = kind === "user" ? "UserNotification" : "GroupNotification";
  return [
    endpoint({
      name: `get${name}`,
      method: "GET",
      path: `/users/:user/notification/${kind}/:key`,
      summary: `When a user wants notices ${what} (PUSH-2, 4)`,
      access: "self",
      params: TargetPath,
      async handle(call) {
        return { data: await service.find(ownerOf(call), targetOf(kind, call.params.key)) };
      },
    }),
    endpoint({
      name: `set${name}`,
      method: "PUT",
      path: `/users/:user/notification/${kind}/:key`,
      summary: `Set when a user wants notices ${what} (PUSH-3, 5)`,
      access: "self",
      params: TargetPath,
      body: ChangeBody,
      async handle(call) {
        const { type, ignoreInterval, ignoreDuration } = call.body;
        const change = { type, ignoreInterval, ignoreDuration };
        return { data: await service.change(ownerOf(call), targetOf(kind, call.params.key), change) };
      },
    }),
  ];
}

function ownEndpoints(service: SettingService): Endpoint[] {
  return [
    endpoint({
      name: "getNotifications",
      method: "GET",
      path: "/users/:user/notification",
      summary: "When a user wants notices in some conversations (PUSH-1)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ user: Text, group: Text }),
      async handle(call) {
        const { user, group } = call.query;
        return { data: await service.findSome(ownerOf(call), { users: listOf(user), groups: listOf(group) }) };
      },
    }),
    endpoint({
      name: "listNotificationTypes",
      method: "GET",
      path: "/users/:user/notification/mute/type",
      summary: "Conversations for which a user has set a type of notices (PUSH-8)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })), cursor: Text }),
      async handle(call) {
        const { limit = 10, cursor } = call.query;
        const page = await service.typed(ownerOf(call), { cursor, limit });
        return { data: page.items, cursor: page.cursor };
      },
    }),
    endpoint({
      name: "getPushLanguage",
      method: "GET",
      path: "/users/:user/notification/language",
      summary: "The language a user wants notices in (PUSH-6)",
      access: "self",
      params: OwnPath,
      async handle(call) {
        return { data: { language: await service.language(ownerOf(call)) } };
      },
    }),
    endpoint({
      name: "setPushLanguage",
      method: "PUT",
      path: "/users/:user/notification/language",
      summary: "Set the language a user wants notices in; empty: none (PUSH-7)",
      access: "self",
      params: OwnPath,
      body: Type.Object({ translationLanguage: Type.String() }),
      async handle(call) {
        await service.setLanguage(ownerOf(call), call.body.translationLanguage);
        return { data: { language: call.body.translationLanguage } };
      },
    }),
    endpoint({
      name: "getPushTimeZone",
      method: "GET",
      path: "/users/:user/notification/timezone",
      summary: "The time zone in which silent times of a user are meant",
      access: "self",
      params: OwnPath,
      async handle(call) {
        return { data: { timeZone: await service.timeZone(ownerOf(call)) } };
      },
    }),
    endpoint({
      name: "setPushTimeZone",
      method: "PUT",
      path: "/users/:user/notification/timezone",
      summary: "Set the time zone in which silent times of a user are meant, by its IANA name; empty: none",
      access: "self",
      params: OwnPath,
      body: Type.Object({ timeZone: Type.String() }),
      async handle(call) {
        return { data: { timeZone: await service.setTimeZone(ownerOf(call), call.body.timeZone) } };
      },
    }),
  ];
}

function listOf(text: string | undefined): string[] {
  return (text ?? "").split(",").filter((id) => id !== "");
}
