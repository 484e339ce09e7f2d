import type { Answer } from "./http.ts";

type Verdict = (answer: Answer) => boolean;

export const isSuccess: Verdict = ({ status }) => status === 200;

const refused =
  (status: number, description: string): Verdict =>
  (answer) =>
    answer.status === status && JSON.stringify(answer.body).includes(description);

/** The application has no account: it is no member of anything and cannot become one. */
const noMember = { app: refused(403, "permission denied") };
/** Somebody else has begun it (FI14). */
const notBegun = { app: refused(403, "permission denied") };
/** Who may call gets so far (TR4, VT5, RT3, AL1): this server has none of these services. */
const notOpen = { user: refused(403, "service not open!"), app: refused(403, "service not open!") };
const notOpenToAnyone = { ...notOpen, nobody: refused(403, "service not open!") };
/** Only the application registers users here (AU3). */
const closed = refused(401, "registration is not open");

/** Where a good call by somebody whom the declaration lets through is nevertheless refused, and why. */
export const outcomes: Readonly<Record<string, { readonly [who in "user" | "app" | "nobody"]?: Verdict }>> = {
  registerUsers: { user: closed, nobody: closed },
  leaveGroup: noMember,
  shieldGroup: noMember,
  unshieldGroup: noMember,
  applyToGroup: noMember,
  uploadPart: notBegun,
  completeUpload: notBegun,
  abortUpload: notBegun,
  listTranslationLanguages: notOpen,
  translateText: notOpen,
  transcribeAttachment: notOpen,
  transcribeRecording: notOpen,
  getRtcToken: notOpen,
  listRtcUsers: notOpen,
  issueTokenForAlipay: notOpenToAnyone,
  getAlipaySubscription: notOpen,
  reportAlipaySubscription: notOpen,
};
