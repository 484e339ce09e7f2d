/** What an application may decide for itself; the published defaults of the compatible service unless said otherwise. */
export interface AppSettings {
  /** Who may register: everybody, or holders of the application's token. */
  registration: "open" | "authorized";
  /** Lifetime of tokens when the request names none, in seconds. */
  tokenTtlSeconds: number;
  /** How long a message can be recalled by its sender. */
  recallWindowMs: number;
  maxEdits: number;
  /** Body and ext of one message. */
  maxMessageBytes: number;
  maxFileBytes: number;
  /**
   * How long an attachment is kept after its upload; 0: for ever, which is our default, so that no stored message loses
   * its picture (the compatible service keeps them 7 days). A change applies to later uploads.
   */
  fileRetentionMs: number;
  /** Devices of one user and client family that may be online at once; 0: no limit. */
  maxDevicesPerFamily: number;
  /** What happens to one device too many: the longest-connected one is signed out, or the new one is refused. */
  whenDevicesFull: "kick-oldest" | "refuse";
}

export const defaultAppSettings: AppSettings = {
  registration: "authorized",
  tokenTtlSeconds: 60 * 24 * 60 * 60,
  recallWindowMs: 2 * 60 * 1000,
  maxEdits: 10,
  maxMessageBytes: 5 * 1024,
  maxFileBytes: 10 * 1024 * 1024,
  fileRetentionMs: 0,
  maxDevicesPerFamily: 4,
  whenDevicesFull: "kick-oldest",
};

export interface App {
  /** UUID shown in REST envelopes. */
  readonly id: string;
  /** `org#app`: the application's name in every other place. */
  readonly appKey: string;
  readonly org: string;
  readonly name: string;
  readonly settings: AppSettings;
  readonly isDisabled: boolean;
}
