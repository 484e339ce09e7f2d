import type { Clock, Socket, SocketClose, Timer } from "../core/platform.ts";
import { firstOf, type Host, ignore, invoke } from "./host.ts";
import { type Pack, payloadOf } from "./socket-task.ts";
import type { Story } from "./story.ts";

/**
 * The one socket of a whole program: the application and every connection share it and its listeners, and events do not
 * say whose socket they are about. The application's calls are not wrapped and its listeners are not touched; what we know
 * comes from events alone (Alipay facts 4.3):
 *
 * - connecting: a close without an error before it is that of a socket which ours has replaced.
 * - open: an open event that is not our first is another socket's, which has replaced ours. A close may be ours, or
 *   the first half of being replaced.
 * - closing: such a close has come. An open event now is another socket's: displaced. A frame says that the close was
 *   that of a socket which ours has replaced: open again. Nothing for a while: closed. What is sent meanwhile waits, for
 *   it might go to somebody else's peer.
 * - over: our listeners are gone.
 */
type State = "connecting" | "open" | "closing" | "over";

/** How long the open event of a socket that has replaced ours may take. */
const REPLACED_MS = 1000;
/** How many frames wait for what a close turns out to be. */
const MAX_HELD = 200;
/** How long a host may take to say that the socket we gave up is closed. */
const LEAVING_MS = 1000;
/** How long a connection may go on after a close that was taken for another socket's. */
const DOUBT_MS = 3000;

/** The device's code for: there is a socket already. */
const EXISTS = 3;

interface Shared {
  /** Connections that wait until the socket before them is gone; undefined: it is. */
  waiting: (() => void)[] | undefined;
  /** A socket of ours was given up and its close was never seen: it may still be the one. */
  mayLinger: boolean;
}

/** By host: several connections of one program share its socket. */
const shared = new WeakMap<Host, Shared>();

function sharedOf(host: Host): Shared {
  const known = shared.get(host) ?? { waiting: undefined, mayLinger: false };
  shared.set(host, known);
  return known;
}

/** Runs `task` when no earlier socket of ours is on its way out: its close event would be taken for the new one's. */
export function whenFree(host: Host, task: () => void): void {
  const { waiting } = sharedOf(host);
  if (waiting) waiting.push(task);
  else task();
}

export interface GlobalSocket extends Socket {
  /** The host has taken the call: from now on there is a socket of ours. */
  accepted(): void;
  /** The host has not: nothing was opened. */
  refused(): void;
}

/** Wires the socket that has just been asked for. */
export function useGlobalSocket(
  host: Host,
  { story, clock, pack }: { story: Story; clock: Clock; pack: Pack },
): GlobalSocket {
  let state: State = "connecting";
  let isAccepted = false;
  /** It was closed before the host had answered. */
  let leaving: Leaving | undefined;
  let hasSeenOpen = false;
  let hasDoubt = false;
  let timer: Timer;
  const held: Uint8Array[] = [];

  function onOpen(): void {
    if (state === "over") return;
    if (hasSeenOpen || state === "closing") {
      end("displaced");
      return;
    }
    hasSeenOpen = true;
    beOpen();
    story.opened();
  }
  function beOpen(): void {
    clock.clearTimer(timer);
    state = "open";
  }
  function onMessage(event: unknown): void {
    if (state === "over") return;
    const wasClosing = state === "closing";
    beOpen();
    if (story.frame(payloadOf(event))) {
      for (const bytes of held.splice(0)) send(bytes);
      return;
    }
    if (wasClosing) {
      end("displaced");
      return;
    }
    // Without an open event of ours it may be the application's socket, which is not ours to close.
    leave(host, clock, { closes: hasSeenOpen });
    end("malformed", "a frame that is neither binary nor base64");
  }
  function onError(event: unknown): void {
    if (state === "over" || state === "closing") return;
    leave(host, clock, { closes: false });
    end("failed", event);
  }
  function onClose(event: unknown): void {
    if (state === "connecting" && !hasDoubt) {
      hasDoubt = true;
      timer = clock.setTimer(() => end("failed", event), DOUBT_MS);
    } else if (state === "connecting") {
      end("failed", event);
    } else if (state === "open") {
      state = "closing";
      timer = clock.setTimer(() => end("closed", event), REPLACED_MS);
    }
  }
  const listeners = { Open: onOpen, Message: onMessage, Error: onError, Close: onClose };
  const forget = (): void => {
    state = "over";
    clock.clearTimer(timer);
    stopListening(host, listeners);
  };
  function end(why: SocketClose["why"], facts?: unknown): void {
    forget();
    story.ended(why, facts);
  }
  function send(bytes: Uint8Array): void {
    if (state === "closing" && held.push(bytes) > MAX_HELD) end("closed");
    if (state !== "open") return;
    const fail = (error: unknown): void => {
      if (state !== "open") return;
      leave(host, clock, { closes: false });
      end("failed", error);
    };
    try {
      invoke(host, "sendSocketMessage", { ...pack(bytes), success: ignore, fail });
    } catch (error) {
      fail(error);
    }
  }
  listen(host, listeners);

  return {
    send,
    close: () => {
      const isOpening = state === "connecting";
      const isOurs = isOpening || state === "open";
      forget();
      if (!isOurs) return;
      // Before the host has answered, the socket there is may be the application's.
      leaving = leave(host, clock, { closes: !isOpening || isAccepted, isOpening });
    },
    accepted: () => {
      isAccepted = true;
      leaving?.shut();
    },
    refused: () => {
      forget();
      leaving?.undo();
    },
  };
}

/**
 * Why `connectSocket` was refused: an existing socket is the application's, unless it is one of ours that was given up;
 * that one is closed here, for the next attempt.
 */
export function refusalOf(host: Host, error: unknown): "displaced" | "failed" {
  const known = sharedOf(host);
  if (firstOf(error, "error") !== EXISTS) return "failed";
  if (!known.mayLinger) return "displaced";
  known.mayLinger = false;
  closeSocket(host);
  return "failed";
}

interface Leaving {
  /** It has turned out that there was none. */
  undo(): void;
  /** Closes it, unless it is gone: by now there may be another, which nobody has given up. */
  shut(): void;
}

/** Keeps new connections back until the host has closed the socket that we have given up. */
function leave(
  host: Host,
  clock: Clock,
  { closes, isOpening = false }: { closes: boolean; isOpening?: boolean },
): Leaving {
  const known = sharedOf(host);
  if (known.waiting) return { undo: ignore, shut: ignore };
  const tasks: (() => void)[] = [];
  const { mayLinger } = known;
  known.waiting = tasks;
  known.mayLinger = true;
  const free = (): void => {
    if (known.waiting !== tasks) return;
    known.waiting = undefined;
    clock.clearTimer(timer);
    stopListening(host, listeners);
    for (const task of tasks) task();
  };
  const isGone = (lingers: boolean) => (): void => {
    if (known.waiting === tasks) known.mayLinger = lingers;
    free();
  };
  const shut = (): void => {
    if (known.waiting === tasks) closeSocket(host);
  };
  // Closed while it was connecting, and opened all the same.
  const listeners = isOpening ? { Open: shut, Close: isGone(false) } : { Close: isGone(false) };
  const timer = clock.setTimer(free, LEAVING_MS);
  listen(host, listeners);
  if (closes) shut();
  return { undo: isGone(mayLinger), shut };
}

function closeSocket(host: Host): void {
  try {
    invoke(host, "closeSocket", { success: ignore, fail: ignore });
  } catch {
    // There is nothing to close, or no way to.
  }
}

type Listeners = Readonly<Record<string, (event: unknown) => void>>;

function listen(host: Host, listeners: Listeners): void {
  for (const event of Object.keys(listeners)) invoke(host, `onSocket${event}`, listeners[event]);
}

/** Exactly ours: without an argument these calls remove everybody's. */
function stopListening(host: Host, listeners: Listeners): void {
  for (const event of Object.keys(listeners)) {
    try {
      invoke(host, `offSocket${event}`, listeners[event]);
    } catch {
      // A host that cannot: our listeners do nothing any more.
    }
  }
}
