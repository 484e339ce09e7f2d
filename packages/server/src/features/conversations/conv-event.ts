/** A conversation as clients name it. */
export interface Partner {
  readonly type: "chat" | "groupchat";
  /** A user, or the id of a group or room. */
  readonly peer: string;
}

export type ConvOperation = "del" | "top" | "not_top" | "mark" | "mark_delete";

/** What the user's other devices are told (MSync 7.3, `conv`); a device ignores events with its own `res`. */
export function convEvent(
  op: ConvOperation,
  target: Partner & { user: string; resource: string | undefined },
  { at, ext }: { at: number; ext: string },
): unknown {
  const { user, type, peer, resource } = target;
  return { type: "conv", data: { op, id: peer, type, ts: at, res: resource ?? "", from: user, ext } };
}

/** That messages are gone from the user's history (MSync 7.3, `roaming_delete`). */
export function roamingDeleteEvent({ type, peer }: Partner, resource: string | undefined): unknown {
  return { type: "roaming_delete", data: { to: peer, chatType: type, resource: resource ?? "" } };
}
