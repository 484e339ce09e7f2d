export type ConvOperation = "del" | "top" | "not_top" | "mark" | "mark_delete";

/** What the user's other devices are told (MSync 7.3, `conv`); a device ignores events with its own `res`. */
export function convEvent(
  op: ConvOperation,
  target: { user: string; type: "chat" | "groupchat"; peer: string; resource: string | undefined },
  { at, ext }: { at: number; ext: string },
): unknown {
  const { user, type, peer, resource } = target;
  return { type: "conv", data: { op, id: peer, type, ts: at, res: resource ?? "", from: user, ext } };
}
