import type { Setting, Target } from "./settings.store.ts";

/** A setting as answers hold it: `ignoreDuration` is the moment until which it is silent, 0 when it is not. */
export interface SettingForm {
  readonly type: string;
  readonly ignoreDuration: number;
  readonly ignoreInterval: string;
}

/** `type` when none is set: of all conversations ALL, of one DEFAULT. A time that is over is none. */
export function toForm(setting: Setting, { isOwn, now }: { isOwn: boolean; now: number }): SettingForm {
  const { type = isOwn ? "ALL" : "DEFAULT", ignoreInterval = "", ignoreUntil = 0 } = setting;
  return { type, ignoreDuration: ignoreUntil > now ? ignoreUntil : 0, ignoreInterval };
}

/**
 * What the user's other devices are told (MSync 7.3). Official clients tell three events apart by the members of `data`:
 * with `ignoreInterval` it is about all conversations, without any member the conversation has no setting any more.
 */
export function muteEvent(
  setting: Setting,
  { kind, target, isOwn, resource }: Target & { isOwn: boolean; resource: string | undefined },
): unknown {
  const { type, ignoreInterval, ignoreUntil } = setting;
  const isOnlyInterval = type === undefined && ignoreUntil === undefined && ignoreInterval !== undefined;
  const data = {
    type: !isOwn && isOnlyInterval ? "DEFAULT" : type,
    ignoreDuration: ignoreUntil,
    ignoreInterval: isOwn ? (ignoreInterval ?? "") : undefined,
  };
  const value = { operator_resource: resource ?? "", data, [kind === "user" ? "user" : "group"]: target };
  return { type: "user_notification_mute", values: [value] };
}
