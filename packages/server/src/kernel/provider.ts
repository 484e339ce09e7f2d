/**
 * Calls to services of others that an application has chosen: translation, speech recognition, tokens for calls. What they do
 * is bounded on every side: time, bytes, how many at once; and whatever goes wrong with them is one kind of error.
 */

/** Why a provider gave no answer that can be used. */
export type ProviderFault =
  /** No answer in time. */
  | "slow"
  /** No connection, or one that broke. */
  | "unreachable"
  /** An answer that is too large, or no JSON object or list. */
  | "unreadable"
  /** It said no; `status` says how. */
  | "refused"
  /** As many calls for this application as may be under way already are. */
  | "busy";

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly fault: ProviderFault;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(fault: ProviderFault, options: { status?: number; cause?: unknown } = {}) {
    super(`the provider gave no answer: ${fault}`, { cause: options.cause });
    this.fault = fault;
    this.status = options.status;
  }
}

export interface ProviderLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  /** Calls of one application under way at once. */
  readonly maxConcurrent: number;
}

/** The official client gives up after 15 s: what the provider does has to be known before that. */
const defaultProviderLimits: ProviderLimits = {
  timeoutMs: 12_000,
  maxAnswerBytes: 1024 * 1024,
  maxConcurrent: 32,
};

export interface ProviderRequest {
  /** Whose call it is, for the bound on calls at once. */
  readonly app: string;
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

export class ProviderClient {
  private readonly limits: ProviderLimits;
  private readonly underWay = new Map<string, number>();

  constructor(limits: Partial<ProviderLimits> = {}) {
    this.limits = { ...defaultProviderLimits, ...limits };
  }

  /** What the provider answered, parsed. @throws ProviderError */
  async call(request: ProviderRequest): Promise<unknown> {
    return parse(await this.text(request));
  }

  /** What the provider answered, as it was written: for answers that are signed. @throws ProviderError */
  async text(request: ProviderRequest): Promise<string> {
    const { app } = request;
    const count = this.underWay.get(app) ?? 0;
    if (count >= this.limits.maxConcurrent) throw new ProviderError("busy");
    this.underWay.set(app, count + 1);
    try {
      return await this.exchange(request);
    } catch (error) {
      throw error instanceof ProviderError
        ? error
        : new ProviderError(isTimeout(error) ? "slow" : "unreachable", { cause: error });
    } finally {
      const left = (this.underWay.get(app) ?? 1) - 1;
      if (left === 0) this.underWay.delete(app);
      else this.underWay.set(app, left);
    }
  }

  private async exchange({ url, method, headers, body }: ProviderRequest): Promise<string> {
    const reply = await fetch(url, {
      method,
      headers: { accept: "application/json", ...headers },
      // Where the key goes is what was configured, and nowhere else.
      redirect: "error",
      // Holds for the body of the answer, too.
      signal: AbortSignal.timeout(this.limits.timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    if (!reply.ok) {
      await reply.body?.cancel();
      throw new ProviderError("refused", { status: reply.status });
    }
    return this.textOf(reply);
  }

  private async textOf(reply: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of reply.body ?? []) {
      bytes += chunk.byteLength;
      // Leaving the loop ends the connection.
      if (bytes > this.limits.maxAnswerBytes) throw new ProviderError("unreadable", { status: reply.status });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProviderError("unreadable", { cause });
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
