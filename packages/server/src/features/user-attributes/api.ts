/** What the rest of the server asks of user attributes. */
export interface UserAttributes {
  /** Everything a removed account said of itself. */
  forgetUser(app: string, user: string): Promise<void>;
}

/** What the console asks of them. */
export interface AttributesAdministration {
  read(app: string, user: string): Promise<Readonly<Record<string, string>>>;
  /** Sets some and leaves the others; null removes one. @throws AppError ATTRIBUTES_TOO_LARGE. */
  change(app: string, user: string, changes: Readonly<Record<string, string | null>>): Promise<void>;
}
