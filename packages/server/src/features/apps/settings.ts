import { AppSettings } from "@rondo/protocol/schema";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { AppError } from "../../kernel/errors.ts";

const DAY_SECONDS = 24 * 60 * 60;

export { AppSettings };

export const defaultAppSettings: AppSettings = {
  registration: "authorized",
  maxUsers: 0,
  tokenTtlSeconds: 60 * DAY_SECONDS,
  recallWindowMs: 2 * 60 * 1000,
  maxEdits: 10,
  maxMessageBytes: 5 * 1024,
  maxFileBytes: 10 * 1024 * 1024,
  fileRetentionMs: 0,
  historyRetentionMs: 0,
  offlineRetentionMs: 0,
  maxDevicesPerFamily: 4,
  whenDevicesFull: "kick-oldest",
  contactsOnly: false,
  maxContacts: 3000,
  maxBlocked: 500,
  userAttributes: true,
  maxUserAttributeBytes: 2048,
  roomMessagesPerSecond: 100,
  maxJoinedRooms: 100,
  newcomersSeeHistory: false,
  maxGroupsPerUser: 3000,
  maxGroupMembers: 3000,
  maxGroupUsersPerCall: 100,
  groupReceiptWindowMs: 3 * DAY_SECONDS * 1000,
  translationUrl: "",
  translationKey: "",
  voiceToTextUrl: "",
  voiceToTextKey: "",
  voiceToTextModel: "whisper-1",
  rtcTokenUrl: "",
  rtcTokenKey: "",
  pushWebhookUrl: "",
  pushWebhookKey: "",
  alipayAppId: "",
  alipayPrivateKey: "",
  alipayPublicKey: "",
  alipayAppCertificate: "",
  alipayCertificate: "",
  alipayRootCertificate: "",
  alipayGateway: "https://openapi.alipay.com/gateway.do",
  alipayTemplateId: "",
  alipayTemplateUse: "once",
  alipayTemplatePage: "pages/conversations/conversations",
  alipayTemplateTexts: "{title}\n{content}\n{time}",
  messageReports: true,
};

export const secretSettings = [
  "translationKey",
  "voiceToTextKey",
  "rtcTokenKey",
  "pushWebhookKey",
  "alipayPrivateKey",
] as const;
export type SecretSetting = (typeof secretSettings)[number];

/** Settings as many may see them: without what is secret in them. */
export function withoutSecrets(settings: AppSettings): AppSettings {
  return { ...settings, ...Object.fromEntries(secretSettings.map((name) => [name, ""])) };
}

export interface App {
  /** UUID shown in REST envelopes. */
  readonly id: string;
  /** `org#app`: the application's name in every other place. */
  readonly appKey: string;
  readonly org: string;
  readonly name: string;
  /** Its secret settings are empty here: see `Apps.getSecret`. */
  readonly settings: AppSettings;
  /** By whoever runs it, or because it is going to be deleted. */
  readonly isDisabled: boolean;
  /** The application's own tokens carry it, as a user's do: another value, and they mean nothing any more. */
  readonly tokenEpoch: number;
  /** Id of the data centre it belongs to, for good. */
  readonly dataCentre: string;
}

/** With what people read about it. */
export interface AppRecord extends App {
  /** Product name; "" when it was not given one. */
  readonly title: string;
  readonly description: string;
  /** Of the IANA list: days of its figures begin at midnight there. */
  readonly timeZone: string;
  /** When it will be deleted (epoch ms); undefined: it will not. */
  readonly deletesAt: number | undefined;
  readonly createdAt: number;
}

const partial = Compile(Type.Partial(AppSettings, { additionalProperties: false }));

/**
 * Checks settings that came from outside.
 *
 * @throws AppError INVALID_ARGUMENT naming the first wrong setting.
 */
export function parseSettings(value: unknown): Partial<AppSettings> {
  if (partial.Check(value)) return value;
  const [first] = partial.Errors(value);
  const name = first?.instancePath.slice(1) || "settings";
  throw new AppError("INVALID_ARGUMENT", `${name} ${first?.message ?? "is not valid"}`);
}

/** Reads settings that were checked when they were written. Those a newer version has added are left out. */
export function readSettings(text: string): Partial<AppSettings> {
  // Clean drops unknown members and changes nothing else; the rest passed `parseSettings` before it was stored.
  return partial.Clean(JSON.parse(text)) as Partial<AppSettings>;
}
