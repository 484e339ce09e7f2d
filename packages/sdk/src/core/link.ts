import { decode, MSync, MSyncCommand, Provision } from "@rondo/protocol";
import { ChatError } from "./error.ts";
import type { Clock, Platform, Socket, SocketClose, Timer } from "./platform.ts";
import { provisionError } from "./refusals.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const PROVISION_TIMEOUT_MS = 10_000;

export interface LinkEvents {
  /** The server has let us in. */
  onOnline(answer: { readonly resource: string | undefined; readonly expiresAt: number | undefined }): void;
  onFrame(frame: MSync): void;
  /** Exactly once, unless we have closed it: never opened, refused (`refusal`), or lost. */
  onDown(reason: LinkDown): void;
}

export interface LinkDown {
  readonly error: ChatError;
  /** The server has said no, which it would say again. */
  readonly isRefusal: boolean;
  readonly close: SocketClose | undefined;
}

/**
 * One socket from the first attempt to the end, with the login on it. Timeouts are of the steps a peer may leave out: a
 * network that swallows everything, and a server that accepts and says nothing.
 */
export class Link {
  private readonly clock: Clock;
  private readonly on: LinkEvents;
  private readonly socket: Socket;
  private timer: Timer | undefined;
  private state: "connecting" | "provisioning" | "online" | "down" = "connecting";

  constructor(platform: Platform, url: string, parts: { provision: () => Uint8Array; on: LinkEvents }) {
    this.clock = platform.clock;
    this.on = parts.on;
    this.expect("connection timeout", CONNECT_TIMEOUT_MS);
    this.socket = platform.connect(url, {
      onOpen: () => {
        if (this.state !== "connecting") return;
        this.state = "provisioning";
        this.expect("provision timeout", PROVISION_TIMEOUT_MS);
        this.socket.send(parts.provision());
      },
      onFrame: (bytes) => this.receive(bytes),
      onClose: (close) => this.down(new ChatError(17, close.detail || close.why), close),
    });
  }

  get isOnline(): boolean {
    return this.state === "online";
  }

  send(bytes: Uint8Array): void {
    if (this.state === "online") this.socket.send(bytes);
  }

  /** Nothing is told any more. */
  close(): void {
    if (this.state === "down") return;
    this.state = "down";
    this.clock.clearTimer(this.timer);
    this.socket.close();
  }

  private receive(bytes: Uint8Array): void {
    if (this.state === "down") return;
    let frame: MSync;
    try {
      frame = decode(MSync, bytes);
    } catch (_) {
      // A peer that does not speak the protocol; what follows would be no better.
      this.fail(new ChatError(17, "malformed frame"));
      return;
    }
    if (this.state === "online") this.on.onFrame(frame);
    else if (frame.command === MSyncCommand.PROVISION) this.provisioned(frame);
  }

  private provisioned({ payload }: MSync): void {
    let answer: Provision;
    try {
      answer = decode(Provision, payload ?? new Uint8Array(0));
    } catch (_) {
      this.fail(new ChatError(17, "malformed provision"));
      return;
    }
    const { resource } = answer;
    const error = provisionError(answer.status);
    if (error !== undefined) {
      this.fail(error, true);
      return;
    }
    this.clock.clearTimer(this.timer);
    this.state = "online";
    this.on.onOnline({ resource, expiresAt: expiryOf(answer.authToken) });
  }

  private expect(what: string, timeoutMs: number): void {
    this.clock.clearTimer(this.timer);
    this.timer = this.clock.setTimer(() => this.fail(new ChatError(-1, what)), timeoutMs);
  }

  private fail(error: ChatError, isRefusal = false): void {
    if (this.state === "down") return;
    this.close();
    this.on.onDown({ error, isRefusal, close: undefined });
  }

  private down(error: ChatError, close: SocketClose): void {
    if (this.state === "down") return;
    this.state = "down";
    this.clock.clearTimer(this.timer);
    this.on.onDown({ error, isRefusal: false, close });
  }
}

/** The answer says it as JSON text, in epoch milliseconds (MSync 3.3). */
function expiryOf(authToken: string | undefined): number | undefined {
  if (!authToken) return undefined;
  try {
    const { expires_in: at } = JSON.parse(authToken) as { expires_in?: unknown };
    return typeof at === "number" && at > 0 ? at : undefined;
  } catch (_) {
    return undefined; // a server that says nothing about it
  }
}
