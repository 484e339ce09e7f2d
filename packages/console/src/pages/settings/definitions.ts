/** The feature switches, in groups: which control each has. What a value may be is in the schema of the settings. */
import type { AppSettings } from "@rondo/protocol/console";

export type SettingName = keyof AppSettings;

type Control =
  | { readonly kind: "number" }
  /** Stored in bytes. */
  | { readonly kind: "bytes" }
  /** Stored in units of so many milliseconds. */
  | { readonly kind: "duration"; readonly unitMs: number }
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "text" }
  /** Several lines, such as a key or a certificate has. */
  | { readonly kind: "lines" }
  | { readonly kind: "url" }
  /** Never shown: only whether it is set. */
  | { readonly kind: "secret" };

export interface Definition {
  readonly name: SettingName;
  readonly control: Control;
  /** What 0 means, where it means something. */
  readonly zero?: "forever" | "unlimited" | "off";
}

const SECOND = 1000;

const number = (name: SettingName, zero?: Definition["zero"]): Definition => ({
  name,
  control: { kind: "number" },
  ...(zero === undefined ? {} : { zero }),
});
const on = (name: SettingName): Definition => ({ name, control: { kind: "switch" } });
const text = (name: SettingName): Definition => ({ name, control: { kind: "text" } });
const lines = (name: SettingName): Definition => ({ name, control: { kind: "lines" } });
const url = (name: SettingName): Definition => ({ name, control: { kind: "url" } });
const secret = (name: SettingName): Definition => ({ name, control: { kind: "secret" } });
const choice = (name: SettingName, options: readonly string[]): Definition => ({
  name,
  control: { kind: "choice", options },
});
const duration = (name: SettingName, unitMs: number, zero?: Definition["zero"]): Definition => ({
  name,
  control: { kind: "duration", unitMs },
  ...(zero === undefined ? {} : { zero }),
});

export const groups = {
  users: [
    choice("registration", ["authorized", "open"]),
    duration("tokenTtlSeconds", SECOND, "forever"),
    number("maxUsers", "unlimited"),
    number("maxDevicesPerFamily", "unlimited"),
    choice("whenDevicesFull", ["kick-oldest", "refuse"]),
    on("contactsOnly"),
    number("maxContacts"),
    number("maxBlocked"),
    on("userAttributes"),
    { name: "maxUserAttributeBytes", control: { kind: "bytes" } },
  ],
  messages: [
    duration("recallWindowMs", 1),
    number("maxEdits"),
    { name: "maxMessageBytes", control: { kind: "bytes" } },
    { name: "maxFileBytes", control: { kind: "bytes" } },
    duration("fileRetentionMs", 1, "forever"),
    duration("historyRetentionMs", 1, "forever"),
    duration("offlineRetentionMs", 1, "forever"),
    on("messageReports"),
  ],
  groups: [
    number("maxGroupsPerUser"),
    number("maxGroupMembers"),
    number("maxGroupUsersPerCall"),
    on("newcomersSeeHistory"),
    duration("groupReceiptWindowMs", 1, "off"),
  ],
  rooms: [number("roomMessagesPerSecond", "unlimited"), number("maxJoinedRooms")],
  services: [
    url("translationUrl"),
    secret("translationKey"),
    url("voiceToTextUrl"),
    secret("voiceToTextKey"),
    text("voiceToTextModel"),
    url("rtcTokenUrl"),
    secret("rtcTokenKey"),
    url("pushWebhookUrl"),
    secret("pushWebhookKey"),
  ],
  alipay: [
    text("alipayAppId"),
    secret("alipayPrivateKey"),
    lines("alipayPublicKey"),
    lines("alipayAppCertificate"),
    lines("alipayCertificate"),
    lines("alipayRootCertificate"),
    url("alipayGateway"),
    text("alipayTemplateId"),
    choice("alipayTemplateUse", ["once", "always"]),
    text("alipayTemplatePage"),
    lines("alipayTemplateTexts"),
  ],
} as const satisfies Record<string, readonly Definition[]>;

export type GroupName = keyof typeof groups;
export const groupNames = Object.keys(groups) as GroupName[]; // its own keys

/** Undefined: there is no such setting any more. */
export function findDefinition(name: string): Definition | undefined {
  return groupNames.flatMap((group): readonly Definition[] => groups[group]).find((each) => each.name === name);
}
