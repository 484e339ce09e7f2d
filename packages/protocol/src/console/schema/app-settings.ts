import { type Static, Type } from "typebox";

const DAY_SECONDS = 24 * 60 * 60;

/** Of a service that the server calls for the application: http or https, or "" for none. */
const ProviderUrl = Type.String({ maxLength: 2048, pattern: "^(https?://[^\\s/]+\\S*)?$" });
/** What that service knows us by. Stored encrypted; only `Apps.getSecret` gives it out. */
const ProviderKey = Type.String({ maxLength: 4096, pattern: "^[\\x20-\\x7e]*$" });

/** A key or certificate as it stands in a file, or without its first and last line. */
const Pem = Type.String({ maxLength: 32_768, pattern: "^[\\x20-\\x7e\\r\\n]*$" });

/** What an application may decide for itself; the published defaults of the compatible service unless said otherwise. */
export const AppSettings = Type.Object(
  {
    /** Who may register: everybody, or holders of the application's token. */
    registration: Type.Union([Type.Literal("open"), Type.Literal("authorized")]),
    /** Users the application may have; 0: no limit. */
    maxUsers: Type.Integer({ minimum: 0 }),
    /** Lifetime of tokens when the request names none, in seconds; 0: they never expire. */
    tokenTtlSeconds: Type.Integer({ minimum: 0, maximum: 100 * 365 * DAY_SECONDS }),
    /** How long a message can be recalled by its sender. */
    recallWindowMs: Type.Integer({ minimum: 0 }),
    maxEdits: Type.Integer({ minimum: 0 }),
    /** Body and ext of one message. */
    maxMessageBytes: Type.Integer({ minimum: 1 }),
    maxFileBytes: Type.Integer({ minimum: 1 }),
    /**
     * How long an attachment is kept after its upload; 0: for ever, which is our default, so that no stored message loses
     * its picture (the compatible service keeps them 7 days). A change applies to later uploads.
     */
    fileRetentionMs: Type.Integer({ minimum: 0 }),
    /** How long messages are kept; then they are gone for everybody. 0: for ever. Obeyed within the hour. */
    historyRetentionMs: Type.Integer({ minimum: 0 }),
    /** How long a message waits for a device that is away; then only the history has it. 0: for ever. */
    offlineRetentionMs: Type.Integer({ minimum: 0 }),
    /** Devices of one user and client family that may be online at once; 0: no limit. */
    maxDevicesPerFamily: Type.Integer({ minimum: 0 }),
    /** Messages per second that one chat room sends to its members; more are shed, low priorities first. 0: no limit. */
    roomMessagesPerSecond: Type.Integer({ minimum: 0 }),
    /** Chat rooms a user may be in at the same time. */
    maxJoinedRooms: Type.Integer({ minimum: 1 }),
    /** Whether who joins a group sees what was written before. */
    newcomersSeeHistory: Type.Boolean(),
    /** Groups a user may be in at the same time. */
    maxGroupsPerUser: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** The largest `maxusers` that a group may ask for. */
    maxGroupMembers: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** Users who may be invited to a group at once. */
    maxGroupUsersPerCall: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** For how long after a message of a group it is counted who has read it; 0: not at all. */
    groupReceiptWindowMs: Type.Integer({ minimum: 0 }),
    /** What happens to one device too many: the longest-connected one is signed out, or the new one is refused. */
    whenDevicesFull: Type.Union([Type.Literal("kick-oldest"), Type.Literal("refuse")]),
    /** Only contacts write to each other. */
    contactsOnly: Type.Boolean(),
    /** Of one user; as many invitations may be open besides. */
    maxContacts: Type.Integer({ minimum: 0, maximum: 100_000 }),
    /** How many others one user may have on the blocklist. */
    maxBlocked: Type.Integer({ minimum: 0, maximum: 10_000 }),
    /** Whether users have attributes. */
    userAttributes: Type.Boolean(),
    /** All attributes of one user, keys and values. */
    maxUserAttributeBytes: Type.Integer({ minimum: 0, maximum: 1024 * 1024 }),
    /** Root of a service that speaks LibreTranslate's interface; "": no translation. */
    translationUrl: ProviderUrl,
    translationKey: ProviderKey,
    /** Where recordings are written down: an address that takes OpenAI's form for transcriptions; "": not at all. */
    voiceToTextUrl: ProviderUrl,
    voiceToTextKey: ProviderKey,
    /** Which of its models, for a service that has several. */
    voiceToTextModel: Type.String({ minLength: 1, maxLength: 200 }),
    /** Where tokens for voice and video calls are made (features/rtc); "": nowhere. */
    rtcTokenUrl: ProviderUrl,
    rtcTokenKey: ProviderKey,
    /** Where notices for users who are not connected are sent (SPEC.md, PU17); "": nowhere. */
    pushWebhookUrl: ProviderUrl,
    pushWebhookKey: ProviderKey,
    /** Id of the mini program at Alipay; "": users do not sign in with Alipay. */
    alipayAppId: Type.String({ maxLength: 32, pattern: "^[0-9]*$" }),
    /** With which requests are signed (RSA2), PKCS#1 or PKCS#8. Stored encrypted, as provider keys are. */
    alipayPrivateKey: Type.String({ maxLength: 8192, pattern: "^[\\x20-\\x7e\\r\\n]*$" }),
    /** By which Alipay's answers are known; not needed with certificates. */
    alipayPublicKey: Pem,
    /** In place of the public key, all three: the program's own, Alipay's, and those they come from. */
    alipayAppCertificate: Pem,
    alipayCertificate: Pem,
    alipayRootCertificate: Pem,
    alipayGateway: ProviderUrl,
    /** Template of the message for who is not connected; "": no such messages. */
    alipayTemplateId: Type.String({ maxLength: 128, pattern: "^[\\x21-\\x7e]*$" }),
    /** Whether a user agrees to one message at a time, or to all that come. */
    alipayTemplateUse: Type.Union([Type.Literal("once"), Type.Literal("always")]),
    /** The page that the message opens. `{type}` (`singleChat`, `groupChat`) and `{id}` stand for the conversation. */
    alipayTemplatePage: Type.String({ minLength: 1, maxLength: 512, pattern: "^[\\x21-\\x7e]+$" }),
    /** A line for each keyword of the template; `{title}`, `{content}` and `{time}` are the notice's. */
    alipayTemplateTexts: Type.String({ maxLength: 1000 }),
    /** Whether users may report messages to the application's moderators. */
    messageReports: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type AppSettings = Static<typeof AppSettings>;
