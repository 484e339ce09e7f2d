import type { UserToken } from "@rondo/protocol/console";
import { useEffect, useState } from "react";
import type { Chat, Place } from "../../chat/chat.ts";

export interface Line {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  readonly isOwn: boolean;
  /** Of own lines: whether the server has it. */
  readonly state: "sending" | "sent" | "failed";
}

export type Status = "connecting" | "online" | "reconnecting" | "failed";

/** One of the two users: online while it is shown. */
export function useChat(place: Place, user: UserToken) {
  const [status, setStatus] = useState<Status>("connecting");
  const [error, setError] = useState<string>();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [chat, setChat] = useState<Chat>();
  const { appKey, rest, websocket } = place;
  useEffect(() => {
    let isOver = false;
    let opened: Chat | undefined;
    const onText = (line: { id: string; text: string; at: number }): void =>
      setLines((before) => [...before, { ...line, isOwn: false, state: "sent" }]);
    const onOnline = (online: boolean): void => {
      if (!isOver) setStatus(online ? "online" : "reconnecting");
    };
    const open = async (): Promise<void> => {
      const { openChat } = await import("../../chat/chat.ts");
      if (isOver) return;
      opened = await openChat({ appKey, rest, websocket }, user, { onText, onOnline });
      if (isOver) opened.close();
      else setChat(opened);
    };
    open().catch((failure: unknown) => {
      if (isOver) return;
      setStatus("failed");
      setError(failure instanceof Error ? failure.message : String(failure));
    });
    return () => {
      isOver = true;
      opened?.close();
    };
  }, [appKey, rest, websocket, user]);

  const send = async (to: string, text: string): Promise<void> => {
    const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const set = (state: Line["state"]): void =>
      setLines((before) => before.map((line) => (line.id === id ? { ...line, state } : line)));
    setLines((before) => [...before, { id, text, at: Date.now(), isOwn: true, state: "sending" }]);
    try {
      if (chat === undefined) throw new Error("not connected");
      await chat.send(to, text);
      set("sent");
    } catch {
      set("failed"); // shown beside the line
    }
  };
  return { status, error, lines, send };
}
