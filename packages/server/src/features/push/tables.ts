export type SettingKind = "user" | "chatgroup";
export type RemindType = "ALL" | "AT" | "NONE";

export interface SettingRow {
  app: string;
  username: string;
  kind: SettingKind;
  target: string;
  type: RemindType | null;
  ignoreInterval: string | null;
  ignoreUntil: number | null;
}

export interface PushTables {
  pushSetting: SettingRow;
  pushProfile: {
    app: string;
    username: string;
    language: string | null;
    timeZone: string | null;
    template: string | null;
    displayStyle: number | null;
  };
  pushBinding: {
    app: string;
    username: string;
    deviceId: string;
    notifierName: string;
    deviceToken: string;
    boundAt: number;
  };
  pushTemplate: {
    app: string;
    name: string;
    titlePattern: string;
    contentPattern: string;
    createdAt: number;
    updatedAt: number;
  };
}

export interface Owner {
  readonly app: string;
  readonly user: string;
}

/** A device as a vendor's push service knows it; the names of the members are the wire's. */
export interface Binding {
  readonly device_id: string;
  readonly notifier_name: string;
  readonly device_token: string;
}
