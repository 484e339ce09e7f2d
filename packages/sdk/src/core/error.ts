/**
 * What calls reject with and `onError` gets: the fields of the official ErrorEvent, and a real Error. `type` is one of
 * `statusCode` (status-code.ts).
 */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly type: number;
  readonly data: unknown;

  constructor(type: number, message: string, data?: unknown) {
    super(message);
    this.type = type;
    this.data = data;
    // ES5 builds lose the class of what extends Error.
    Object.setPrototypeOf(this, ChatError.prototype);
    // A host's JSON or structured copy of an Error leaves the message out unless it is the object's own.
    Object.defineProperty(this, "message", { value: message, enumerable: true, configurable: true, writable: true });
  }
}
