import { isWithin, minuteOfDay } from "./interval.ts";
import type { Profile, Setting } from "./settings.store.ts";

/** What the sender says about notices in the message's ext. */
export interface Wishes {
  /** `em_ignore_notification`: no notice. */
  readonly isQuiet: boolean;
  /** `em_force_notification`: a notice also in silent times. */
  readonly isForced: boolean;
  /** `em_at_list`. */
  readonly mentions: "all" | ReadonlySet<string>;
}

/** Why no notice leaves. */
export type Silence =
  /** The sender wants none. */
  | "sender"
  /** The receiver wants none from here (NONE), or only for mentions (AT). */
  | "type"
  /** It is a silent time. */
  | "silent";

/**
 * Whether a notice of a message leaves to one receiver: undefined when it does. The type of the conversation counts before
 * that of all conversations; silent times of both count. A sender who insists gets past the times, not past the type.
 */
export function whySilent(
  settings: { own: Setting; conversation: Setting; timeZone: Profile["timeZone"] },
  message: { receiver: string; wishes: Wishes; now: number },
): Silence | undefined {
  const { own, conversation, timeZone } = settings;
  const { receiver, wishes, now } = message;
  if (wishes.isQuiet) return "sender";
  const type = conversation.type ?? own.type ?? "ALL";
  if (type === "NONE" || (type === "AT" && !isMentioned(wishes, receiver))) return "type";
  if (wishes.isForced) return undefined;
  const isSilent = [own, conversation].some(({ ignoreInterval, ignoreUntil = 0 }) => {
    if (ignoreUntil > now) return true;
    return ignoreInterval !== undefined && isWithin(ignoreInterval, minuteOfDay(now, timeZone));
  });
  return isSilent ? "silent" : undefined;
}

export function isMentioned({ mentions }: Wishes, user: string): boolean {
  return mentions === "all" || mentions.has(user);
}

/** Reads the wishes out of an ext; what is not of the expected kind is no wish. */
export function wishesOf(ext: Readonly<Record<string, unknown>>): Wishes {
  return {
    isQuiet: isYes(ext.em_ignore_notification),
    isForced: isYes(ext.em_force_notification),
    mentions: mentionsOf(ext.em_at_list),
  };
}

/** Older native clients send the text. */
function isYes(value: unknown): boolean {
  return value === true || value === "true";
}

function mentionsOf(list: unknown): Wishes["mentions"] {
  if (typeof list === "string") return list.toLowerCase() === "all" ? "all" : new Set([list.toLowerCase()]);
  if (!Array.isArray(list)) return new Set();
  return new Set(list.flatMap((name: unknown) => (typeof name === "string" ? [name.toLowerCase()] : [])));
}
