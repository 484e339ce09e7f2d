import type { Log } from "./log.ts";

type Handler = (payload?: unknown) => void;
type Handlers = Readonly<Record<string, unknown>>;

/** Told about a handler that threw; it is told only once per event, so that a bad `onError` handler cannot go in circles. */
export type OnThrow = (event: string, error: unknown) => void;

/**
 * Who hears of what: the one legacy listener (`listen`) first, then the handlers by id in the order they were added. A
 * handler that throws harms nobody else.
 */
export class Events {
  /** The legacy callbacks: official applications also read and replace them as `conn.onTextMessage = …`. */
  readonly legacy: Record<string, unknown>;
  private readonly handlers = new Map<string, Handlers>();
  /** The handlers in their order. Never changed but replaced, so that who is told may add and remove. */
  private all: readonly Handlers[] = [];
  private readonly log: Log;
  private readonly onThrow: OnThrow;

  constructor(legacy: Record<string, unknown>, log: Log, onThrow: OnThrow) {
    this.legacy = legacy;
    this.log = log;
    this.onThrow = onThrow;
  }

  /** The same id replaces what was there. */
  add(id: string, handlers: Handlers): void {
    this.handlers.set(id, handlers);
    this.all = Array.from(this.handlers.values());
  }

  remove(id: string): void {
    this.handlers.delete(id);
    this.all = Array.from(this.handlers.values());
  }

  /** To the legacy listener and all handlers. */
  emit(event: string, payload?: unknown): void {
    this.emitLegacy(event, payload);
    this.emitModern(event, payload);
  }

  /** To the handlers only. */
  emitModern(event: string, payload?: unknown): void {
    for (const handlers of this.all) this.call(event, handlers[event], handlers, payload);
  }

  /** To the legacy listener only: some events, and messages in another shape, are for it alone. */
  emitLegacy(event: string, payload?: unknown): void {
    this.call(event, this.legacy[event], this.legacy, payload);
  }

  /** Whether the legacy listener wants it: its shape of a message is made for nobody else. */
  isLegacyHeard(event: string): boolean {
    return typeof this.legacy[event] === "function";
  }

  private call(event: string, handler: unknown, owner: unknown, payload: unknown): void {
    if (typeof handler !== "function") return;
    try {
      // Handlers are the application's: what they are given is documented per event.
      (handler as Handler).call(owner, payload);
    } catch (error) {
      this.log.error("a handler has thrown", { event, error: String(error) });
      this.onThrow(event, error);
    }
  }
}
