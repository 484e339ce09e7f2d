/** Where the client says what it does. Never tokens or message bodies. */
export interface Log {
  debug(text: string, facts?: unknown): void;
  info(text: string, facts?: unknown): void;
  warn(text: string, facts?: unknown): void;
  error(text: string, facts?: unknown): void;
}
