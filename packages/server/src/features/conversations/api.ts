/** What other features may ask of conversations; the REST side is the feature's own. */
export interface Conversations {
  /** The user has read the conversation with `peer` up to a message id, included. Never moves back. */
  markRead(app: string, user: string, mark: { peer: string; upTo: string }): Promise<void>;
}
