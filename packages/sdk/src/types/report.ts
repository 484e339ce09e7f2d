/** Messages that moderators should see. */
export interface ReportMethods {
  /** Rejects with 51 for a message that is not there, or not for this user, 505 where reports are not taken. */
  reportMessage(params: { reportType: string; reportReason: string; messageId: string }): Promise<void>;
}
