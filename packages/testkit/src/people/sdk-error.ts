/** What an SDK call rejected with, as fields a test can compare. */
export class SdkError extends Error {
  readonly type: number | undefined;
  readonly fields: Record<string, unknown>;

  constructor(call: string, fields: Record<string, unknown>) {
    super(`${call}: ${JSON.stringify(fields).slice(0, 600)}`);
    this.name = "SdkError";
    this.fields = fields;
    this.type = typeof fields.type === "number" ? fields.type : undefined;
  }

  /** The SDK's own message, without what this class adds. */
  get text(): string {
    return String(this.fields.message ?? "");
  }
}
