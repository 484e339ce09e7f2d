export interface User {
  readonly uuid: string;
  readonly app: string;
  /** Lower case; see `normalizeUserId`. */
  readonly username: string;
  readonly nickname: string | undefined;
  readonly isActive: boolean;
  /** Tokens carry the epoch they were issued in; a password change or forced logout begins a new one. */
  readonly tokenEpoch: number;
  /** When the present epoch began, if it is not the first: what was signed elsewhere before that is void (epoch ms). */
  readonly signedOutAt: number | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface Users {
  /** Served from a bounded cache that `user.changed` empties. */
  find(app: string, username: string): Promise<User | undefined>;
  /** @throws AppError USER_EXISTS, INVALID_ARGUMENT, USER_QUOTA. */
  register(
    app: string,
    user: { username: string; password: string | undefined; nickname: string | undefined },
  ): Promise<User>;
  /** @throws AppError USER_NOT_FOUND, INVALID_PASSWORD, USER_DISABLED. */
  verifyPassword(app: string, username: string, password: string): Promise<User>;
  /** Ends the user's sessions and tokens. */
  changePassword(app: string, username: string, password: string): Promise<void>;
  /** An empty or undefined nickname removes it. @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT. */
  changeNickname(app: string, username: string, nickname: string | undefined): Promise<User>;
  /** Ends sessions and tokens of all devices, or the session of one. */
  forceOut(app: string, username: string, resource: string | undefined): Promise<void>;
  /**
   * Removes the account and, through `user.signedOut`, its sessions; resolves when its messages and conversations are
   * forgotten. When that fails, the next removal or registration of the name does it.
   */
  remove(app: string, username: string): Promise<User>;
  setActive(app: string, username: string, isActive: boolean): Promise<User>;
}

/** A session as other devices of the user see it (AUTH-6); the names of the members are the wire's. */
export interface UserSession {
  readonly res: string;
  readonly device_uuid: string;
  readonly device_name: string;
}

/** What the accounts' REST side asks of the gateway. */
export interface UserSessions {
  isOnline(app: string, user: string): boolean | Promise<boolean>;
  list(app: string, user: string): readonly UserSession[] | Promise<readonly UserSession[]>;
}

/** Of `UserWithPush`. */
interface PushMembers {
  readonly notification_display_style?: number;
  readonly pushInfo?: Array<{ device_id: string; device_token: string; notifier_name: string }>;
}

/** Members of an account's form that another feature keeps: official clients bind devices to push through it (USER-1). */
export interface ProfilePart {
  takes(member: string): boolean;
  /** What the form shows; members that have never been set are not there. */
  read(owner: { app: string; user: string }): Promise<PushMembers>;
  /** Stores these members; answers what the form shows of them. @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND. */
  change(owner: { app: string; user: string }, members: Readonly<Record<string, unknown>>): Promise<PushMembers>;
}
