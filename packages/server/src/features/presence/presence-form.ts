import type { State } from "./states.ts";

/** A user's presence as REST answers and events hold it (REST 5.10, MSync 7.3): numbers as text, times in seconds. */
export interface PresenceForm {
  readonly uid: string;
  readonly last_time: string;
  /** When the reader's subscription ends; "0": there is none. */
  readonly expiry: string;
  readonly ext: string;
  readonly status: Readonly<Record<string, string>>;
}

export function toForm(state: State, expiresAt: number | undefined): PresenceForm {
  return {
    uid: state.user,
    last_time: seconds(state.changedAt),
    expiry: seconds(expiresAt ?? 0),
    ext: state.text,
    status: Object.fromEntries([...state.devices].map(([resource, number]) => [resource, String(number)])),
  };
}

/** One user only: the official client mixes up the devices of several in one event (MSync 7.3). */
export function presenceEvent(form: PresenceForm): unknown {
  return { type: "presence", data: { values: [form] } };
}

export function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
