import { toBase64 } from "@rondo/protocol";
import type { Clock, Socket, SocketEvents } from "../core/platform.ts";
import { type GlobalSocket, refusalOf, useGlobalSocket, whenFree } from "./global-socket.ts";
import { type Host, has, ignore, invoke } from "./host.ts";
import { isTask, type Pack, useTask } from "./socket-task.ts";
import { type Story, tellStory } from "./story.ts";

/** Base64 text: what every version sends (Alipay facts 4.11 and 4.12). */
const packText: Pack = (bytes) => ({ data: toBase64(bytes), isBuffer: false });

/**
 * A socket of Alipay and its relatives: a SocketTask of our own where the base library offers several sockets, else the
 * one that the whole program shares.
 */
export function connectAlipay(host: Host, url: string, { on, clock }: { on: SocketEvents; clock: Clock }): Socket {
  const story = tellStory(on);
  const multiple = offersTasks(host);
  let socket: Socket = { send: ignore, close: ignore };
  const start = (): void => {
    if (!story.isOver) socket = open(host, { url, multiple, story, clock });
  };
  if (multiple) start();
  else whenFree(host, start);
  return {
    send: (bytes) => socket.send(bytes),
    close: () => {
      socket.close();
      story.silence();
    },
  };
}

function open(host: Host, given: { url: string; multiple: boolean; story: Story; clock: Clock }): Socket {
  const { url, multiple, story, clock } = given;
  let shared: GlobalSocket | undefined;
  let isAccepted = false;
  const success = (): void => {
    isAccepted = true;
    shared?.accepted();
  };
  const fail = (error: unknown): void => {
    shared?.refused();
    story.ended(multiple ? "failed" : refusalOf(host, error), error);
  };
  try {
    const result = invoke(host, "connectSocket", { url, multiple, success, fail });
    if (isTask(result)) return useTask(result, story, packText);
    // A host that does not know `multiple` after all gives nothing and opens the shared one.
    if (!story.isOver) shared = useGlobalSocket(host, { story, clock, pack: packText });
    if (isAccepted) shared?.accepted();
  } catch (error) {
    story.ended("failed", error);
  }
  return shared ?? { send: ignore, close: ignore };
}

function offersTasks(host: Host): boolean {
  try {
    return has(host, "canIUse") && invoke(host, "canIUse", "connectSocket.object.multiple") === true;
  } catch {
    return false; // a host that does not know the question
  }
}
