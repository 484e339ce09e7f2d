/** What the rest of the server asks of user attributes. */
export interface UserAttributes {
  /** Everything a removed account said of itself. */
  forgetUser(app: string, user: string): Promise<void>;
}
