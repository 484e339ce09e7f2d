import type { Socket, SocketEvents } from "../core/platform.ts";
import { ignore, isHost } from "./host.ts";
import { tellStory } from "./story.ts";

/** The part of a browser's WebSocket that is used, which Node has too. */
interface WebSocketLike {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(data: Uint8Array): void;
  close(): void;
}

export function connectWebSocket(WebSocketHere: unknown, url: string, on: SocketEvents): Socket {
  const story = tellStory(on);
  let socket: WebSocketLike;
  try {
    if (typeof WebSocketHere !== "function") throw new Error("there is no WebSocket here");
    // Whatever is called WebSocket is one.
    socket = new (WebSocketHere as new (url: string) => WebSocketLike)(url);
  } catch (error) {
    story.ended("failed", error);
    return { send: ignore, close: () => story.silence() };
  }
  socket.binaryType = "arraybuffer";
  socket.onopen = () => story.opened();
  socket.onmessage = ({ data }) => {
    if (story.frame(data)) return;
    story.ended("malformed", "a frame that is neither binary nor base64");
    shut();
  };
  // Says nothing, and a close follows.
  socket.onerror = ignore;
  socket.onclose = (event) => story.ended(story.isOpen ? "closed" : "failed", factsOf(event));
  const shut = (): void => {
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  };
  return {
    send: (bytes) => {
      if (story.isOver) return;
      try {
        socket.send(bytes);
      } catch (error) {
        story.ended("failed", error);
        shut();
      }
    },
    close: () => {
      const isOver = story.isOver;
      story.silence();
      if (!isOver) shut();
    },
  };
}

const factsOf = (event: unknown): unknown => (isHost(event) ? { code: event.code, reason: event.reason } : event);
