import type { Socket, SocketEvents } from "../core/platform.ts";
import { toArrayBuffer } from "./bytes.ts";
import { type Host, has, ignore, invoke, isHost } from "./host.ts";
import { type Story, tellStory } from "./story.ts";

/** How a host wants a frame in its send call. */
export type Pack = (bytes: Uint8Array) => Record<string, unknown>;

const packBinary: Pack = (bytes) => ({ data: toArrayBuffer(bytes) });

/** Hosts like WeChat: every `connectSocket` gives a task of its own. */
export function connectTask(host: Host, url: string, on: SocketEvents): Socket {
  const story = tellStory(on);
  try {
    // uni gives a task only to calls with a callback.
    const options = { url, success: ignore, fail: (error: unknown) => story.ended("failed", error) };
    const task = invoke(host, "connectSocket", options);
    if (isTask(task)) return useTask(task, story, packBinary);
    // Refused; the reason may still come through `fail`, but nobody promises it.
    story.ended("failed", "connectSocket gave no socket");
  } catch (error) {
    story.ended("failed", error);
  }
  return { send: ignore, close: () => story.silence() };
}

export const isTask = (value: unknown): value is Host => isHost(value) && has(value, "onMessage") && has(value, "send");

/** Wires a SocketTask, which is ours alone. */
export function useTask(task: Host, story: Story, pack: Pack): Socket {
  const shut = (): void => {
    try {
      invoke(task, "close", { fail: ignore });
    } catch {
      // Closed already, which some hosts find worth throwing.
    }
  };
  const fail = (why: "failed" | "malformed", facts: unknown): void => {
    story.ended(why, facts);
    shut();
  };
  invoke(task, "onOpen", () => {
    // It was closed while it was connecting, and the host has opened it all the same.
    if (story.isOver) shut();
    else story.opened();
  });
  invoke(task, "onMessage", (event: unknown) => {
    if (!story.frame(payloadOf(event))) fail("malformed", "a frame that is neither binary nor base64");
  });
  invoke(task, "onError", (event: unknown) => fail("failed", factsOf(event)));
  invoke(task, "onClose", (event: unknown) => story.ended(story.isOpen ? "closed" : "failed", factsOf(event)));
  return {
    send: (bytes) => {
      if (story.isOver) return;
      try {
        invoke(task, "send", { ...pack(bytes), fail: (error: unknown) => !story.isOver && fail("failed", error) });
      } catch (error) {
        fail("failed", error);
      }
    },
    close: () => {
      // What has ended by itself is closed already.
      const isOver = story.isOver;
      story.silence();
      if (!isOver) shut();
    },
  };
}

/** Tasks of `my` nest what the event says in `data`, on one of two official code paths (Alipay facts 4.14). */
function factsOf(event: unknown): unknown {
  return isHost(event) && isHost(event.data) && !ArrayBuffer.isView(event.data) ? event.data : event;
}

export function payloadOf(event: unknown): unknown {
  const data = isHost(event) ? event.data : undefined;
  return isHost(data) && "data" in data ? data.data : data;
}
