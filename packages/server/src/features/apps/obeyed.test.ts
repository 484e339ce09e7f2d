import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { AppSettings } from "./settings.ts";

interface Proof {
  /** Below `packages/server/src`. */
  readonly file: string;
  /** How the title of the test begins. */
  readonly test: string;
}

const proof = (file: string, test: string): Proof => ({ file, test });

/** Where a setting of an application is tried, on a server that is to do as it says. */
const proofs: Readonly<Record<keyof AppSettings, Proof>> = {
  registration: proof("features/users/users.test.ts", "[AU3] takes the application's token where it is not open"),
  maxUsers: proof("features/users/directory.test.ts", "[AU19] takes so many users and no more"),
  tokenTtlSeconds: proof("features/tokens/tokens.test.ts", "[AU7] gives the lifetime asked for"),
  recallWindowMs: proof("features/messages/recall.test.ts", "[ME12] is refused where recalls are switched off"),
  maxEdits: proof("features/messages/edit.test.ts", "[ME13] of somebody else's message, a command or nothing"),
  maxMessageBytes: proof("features/messages/messages.service.test.ts", "[ME7] when contents and ext are larger"),
  maxFileBytes: proof("features/files/upload.test.ts", "[FI3] larger than the limit is refused with 413"),
  fileRetentionMs: proof("features/files/retention.test.ts", "[FI7] ends with 404 file_expired"),
  historyRetentionMs: proof("retention.test.ts", "[TL17] a change of the setting holds from the next round on"),
  offlineRetentionMs: proof("gateway/pending.test.ts", "[TL18] wait as long as the application says"),
  maxDevicesPerFamily: proof("gateway/hub.test.ts", "[SE16] signs out the one connected longest"),
  whenDevicesFull: proof("gateway/hub.test.ts", "[SE16] is refused where the application says so"),
  contactsOnly: proof("features/contacts/guards.test.ts", "[CT13] strangers are refused with messages and edits"),
  maxContacts: proof("features/contacts/roster/befriending.test.ts", "[CT15] is refused for nobody"),
  maxBlocked: proof("features/contacts/blocklist/blocklist.test.ts", "[CT10] has room for so many"),
  userAttributes: proof("features/user-attributes/user-attributes.test.ts", "[UA6] are refused where"),
  maxUserAttributeBytes: proof("features/user-attributes/user-attributes.test.ts", "[UA3] have room for so many bytes"),
  roomMessagesPerSecond: proof(
    "features/server-messages/sending/sending.test.ts",
    "[SM6] of low priority is the first",
  ),
  maxJoinedRooms: proof("features/rooms/rooms.test.ts", "[RM3] takes a user out of the other rooms when asked to"),
  newcomersSeeHistory: proof("features/history/group-history.test.ts", "[HI8] shows newcomers everything where"),
  maxGroupsPerUser: proof("features/groups/joining/joining.test.ts", "[GR16] a user is in no more groups"),
  maxGroupMembers: proof("features/groups/joining/joining.test.ts", "[GR16] no more are invited at once"),
  maxGroupUsersPerCall: proof("features/groups/joining/joining.test.ts", "[GR16] no more are invited at once"),
  groupReceiptWindowMs: proof("features/groups/receipts/receipts.test.ts", "[GR20] counts only messages that ask"),
  translationUrl: proof(
    "features/translation/translation.test.ts",
    "[TR4] is not open where the application has named",
  ),
  translationKey: proof("features/translation/translation.test.ts", "[TR2] says a text in every language"),
  voiceToTextUrl: proof("features/voice-to-text/voice.test.ts", "[VT5] is not open where the application has named"),
  voiceToTextKey: proof("features/voice-to-text/voice.test.ts", "[VT1] writes down the attachment of a message"),
  voiceToTextModel: proof("features/voice-to-text/voice.test.ts", "[VT1] names the model"),
  rtcTokenUrl: proof("features/rtc/rtc.test.ts", "[RT3] are refused clearly where the application has named no server"),
  rtcTokenKey: proof("features/rtc/rtc.test.ts", "[RT1] come from the application's server"),
  pushWebhookUrl: proof("features/push/webhook/webhook.test.ts", "[PU17] is nowhere unless the application names it"),
  pushWebhookKey: proof(
    "features/push/webhook/webhook.test.ts",
    "[PU17] names the group, and signs nothing without a key",
  ),
  alipayAppId: proof("features/alipay/sign-in.test.ts", "[AL3] is not open where it is not set up"),
  alipayPrivateKey: proof("features/alipay/sign-in.test.ts", "[AL1] asks Alipay with a signed request"),
  alipayPublicKey: proof("features/alipay/sign-in.test.ts", "[AL6] refuses, and says in the log"),
  alipayAppCertificate: proof("features/alipay/sign-in.test.ts", "[AL6] takes certificates in place of Alipay's key"),
  alipayCertificate: proof("features/alipay/sign-in.test.ts", "[AL6] takes certificates in place of Alipay's key"),
  alipayRootCertificate: proof("features/alipay/sign-in.test.ts", "[AL6] takes certificates in place of Alipay's key"),
  alipayGateway: proof("features/alipay/sign-in.test.ts", "[AL3] is not open where it is not set up"),
  alipayTemplateId: proof("features/alipay/notices.test.ts", "[AL8] does not leave for who has not agreed"),
  alipayTemplateUse: proof("features/alipay/notices.test.ts", "[AL7] is for one message at a time, or for all"),
  alipayTemplatePage: proof("features/alipay/notices.test.ts", "[AL8] leaves with the application's template, page"),
  alipayTemplateTexts: proof("features/alipay/notices.test.ts", "[AL8] leaves with the application's template, page"),
  messageReports: proof("features/reports/reports.test.ts", "[RP9] are refused where the application takes none"),
};

it("every setting of an application has a test that shows the server obeying it", () => {
  expect(Object.keys(proofs).sort()).toEqual(Object.keys(AppSettings.properties).sort());
});

it.each(Object.entries(proofs))("%s", (setting, { file, test }) => {
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  expect(source).toContain(`it("${test}`);
  expect(source).toContain(setting);
});
