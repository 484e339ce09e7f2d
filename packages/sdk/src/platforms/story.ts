import type { SocketClose, SocketEvents } from "../core/platform.ts";
import { toBytes } from "./bytes.ts";
import { firstOf, textOfError } from "./host.ts";

/**
 * What happened to a socket, as the port promises it: nothing inside the call of `connect`, opened once, ended once,
 * nothing after the end and nothing after `silence`. Adapters may report whatever their host does, as often as it does.
 */
export interface Story {
  /** Frames imply it: some hosts deliver a message before the open event (Alipay facts 4.7). */
  opened(): void;
  /** False when it is no frame; the adapter then ends the story. */
  frame(data: unknown): boolean;
  /** `facts` is the host's event or error, if there is one. */
  ended(why: SocketClose["why"], facts?: unknown): void;
  /** We have ended the socket ourselves. */
  silence(): void;
  readonly isOpen: boolean;
  readonly isOver: boolean;
}

export function tellStory(on: SocketEvents): Story {
  let state: "connecting" | "open" | "over" = "connecting";
  let isSilent = false;
  /** Until the caller of `connect` has its socket. Not a timer: those of a suspended program wait. */
  let held: (() => void)[] | undefined = [];
  const tell = (event: () => void): void => {
    if (isSilent) return;
    if (held) held.push(event);
    else event();
  };
  void Promise.resolve().then(() => {
    const events = held ?? [];
    held = undefined;
    for (const event of events) tell(event);
  });

  const story: Story = {
    opened: () => {
      if (state !== "connecting") return;
      state = "open";
      tell(() => on.onOpen());
    },
    frame: (data) => {
      const bytes = toBytes(data);
      if (state === "over") return true;
      if (!bytes) return false;
      story.opened();
      tell(() => on.onFrame(bytes));
      return true;
    },
    ended: (why, facts) => {
      if (state === "over") return;
      state = "over";
      const code = firstOf(facts, "code");
      const close = { why, code: typeof code === "number" ? code : undefined, detail: detailOf(facts) };
      tell(() => {
        isSilent = true;
        on.onClose(close);
      });
    },
    silence: () => {
      state = "over";
      isSilent = true;
    },
    get isOpen() {
      return state === "open";
    },
    get isOver() {
      return state === "over";
    },
  };
  return story;
}

const detailOf = (facts: unknown): string => (facts === undefined ? "" : textOfError(facts));
