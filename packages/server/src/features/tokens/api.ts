export type Identity =
  | { readonly kind: "user"; readonly app: string; readonly username: string; readonly expiresAt: number | undefined }
  /** The application itself, with administrative rights. */
  | { readonly kind: "app"; readonly app: string; readonly expiresAt: number | undefined };

export interface IssuedToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface Tokens {
  issueUser(app: string, username: string, ttlSeconds: number | undefined): Promise<IssuedToken>;
  issueApp(app: string, ttlSeconds: number | undefined): Promise<IssuedToken>;
  /**
   * @throws AppError TOKEN_CORRUPT, TOKEN_EXPIRED, TOKEN_UNKNOWN (revoked, or signed by somebody else), USER_NOT_FOUND,
   *   USER_DISABLED.
   */
  verify(token: string): Promise<Identity>;
}
