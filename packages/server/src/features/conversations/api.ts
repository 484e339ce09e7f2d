/** What other features may ask of conversations; the REST side is the feature's own. */
export interface Conversations {
  /**
   * The user has read a conversation up to a message id, included. Never moves back. Marks that are made at the same
   * time are stored together; resolves when this one is.
   *
   * `isWhole`: the user said so of the conversation (channel receipt), not of one message.
   * @throws AppError OVERLOADED when too many marks wait to be stored.
   */
  markRead(app: string, user: string, mark: { timeline: string; upTo: string; isWhole: boolean }): Promise<void>;
  /** Up to where the user has read a conversation as a whole; "0": never. */
  wholeReadUpTo(app: string, user: string, conversation: { timeline: string }): Promise<string>;
  /** Messages of a conversation that the user has not read. */
  unread(app: string, user: string, conversation: { timeline: string }): Promise<number>;
  /**
   * Takes all conversations from the user's list, each until its next message, with their history. The user's other devices
   * are told of each, of at most 1000: those with the newest messages.
   */
  removeAll(owner: { app: string; user: string; resource: string | undefined }): Promise<void>;
  /** Everything that is kept about a user's conversations, when the account is removed. */
  forgetUser(app: string, user: string): Promise<void>;
}
