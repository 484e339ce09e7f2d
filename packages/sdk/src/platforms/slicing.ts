import { type HttpReply, RequestFailure, type UploadRequest } from "../core/platform.ts";
import type { Http } from "./callback-api.ts";
import { clock } from "./clock.ts";
import { contentOf } from "./http-fetch.ts";

/** What is not this large goes up whole, as with the official client: one and a half parts of its size. */
const MIN_BYTES = 1.5 * 5 * 1024 * 1024;
/** Parts on their way at a time. */
const LANES = 4;
/** A part that got no answer is sent again: the last of one number counts. */
const TRIES = 3;
const RETRY_MS = 1000;
/** Of what is asked beside the parts; joining them takes the server a while. */
const TIMEOUT_MS = 300_000;

/** A Blob, a File or bytes. */
interface Content {
  readonly size: number;
  readonly type: string | undefined;
  slice(from: number, to: number): unknown;
}

/** What the server says of an upload that begins. */
interface Begun {
  readonly uuid: string;
  readonly file_upper_limit?: number;
  readonly part_lower_limit: number;
}

type Parts = NonNullable<UploadRequest["parts"]>;

/**
 * `http`, with uploads of large files in parts (REST FILE-3 to FILE-6). They tell their progress as one, end with the answer
 * of the whole, and fail as it would.
 */
export function slicing(http: Http): Http & { readonly slices: true } {
  const upload = async (request: UploadRequest): Promise<HttpReply> => {
    const { parts } = request;
    const content = parts && toContent(contentOf(request.file));
    if (!parts || !content || content.size <= MIN_BYTES) return http.upload(request);
    const begun = await begin(http, request, parts);
    return begun ? new PartsUpload(http, { request, parts, content, begun }).run() : http.upload(request);
  };
  return { ...http, upload, slices: true };
}

function toContent(data: unknown): Content | undefined {
  // Each member is looked at before it is used.
  const { size, byteLength, type, slice } = (data || {}) as Record<string, unknown>;
  const total = size ?? byteLength;
  if (typeof total !== "number" || typeof slice !== "function") return undefined;
  return {
    size: total,
    type: typeof type === "string" ? type : undefined,
    // The third parameter is for Blobs, whose slices have no type otherwise.
    slice: (from, to) => slice.call(data, from, to, type),
  };
}

/** Undefined where the server has no parts, or none to give at this moment. */
async function begin(http: Http, { headers }: UploadRequest, { url }: Parts): Promise<Begun | undefined> {
  try {
    const { status, text } = await http.request({
      method: "POST",
      url,
      headers,
      body: undefined,
      timeoutMs: TIMEOUT_MS,
    });
    const { entities } = JSON.parse(text) as { entities?: readonly Begun[] };
    const begun = status === 200 ? entities?.[0] : undefined;
    return begun && begun.part_lower_limit > 0 ? begun : undefined;
  } catch {
    return undefined; // an error page, or no network: the upload of the whole says so
  }
}

/** One upload: lanes that take the next part each, until all are there, one is refused, or it is aborted. */
class PartsUpload {
  private readonly http: Http;
  private readonly request: UploadRequest;
  private readonly parts: Parts;
  private readonly content: Content;
  private readonly begun: Begun;
  /** Bytes of each part that are on their way or there. */
  private readonly loaded: number[] = [];
  private readonly aborts = new Set<() => void>();
  private next = 0;
  private isOver = false;
  private refusal: HttpReply | undefined;

  constructor(http: Http, given: { request: UploadRequest; parts: Parts; content: Content; begun: Begun }) {
    this.http = http;
    this.request = given.request;
    this.parts = given.parts;
    this.content = given.content;
    this.begun = given.begun;
  }

  async run(): Promise<HttpReply> {
    const { content, begun, request } = this;
    if (begun.file_upper_limit && content.size > begun.file_upper_limit) {
      this.giveUp();
      return { status: 413, text: '{"error_description":"the file size exceeds the maximum limit"}' };
    }
    request.onTask?.(() => this.giveUp());
    try {
      await Promise.all(Array.from({ length: LANES }, () => this.lane()));
      const reply = this.refusal ?? (await this.complete());
      if (reply.status !== 200) this.giveUp();
      return reply;
    } catch (error) {
      this.giveUp();
      // The other lanes have been stopped because of it.
      if (this.refusal) return this.refusal;
      throw error;
    }
  }

  private async lane(): Promise<void> {
    const size = this.begun.part_lower_limit;
    while (!this.isOver && this.next * size < this.content.size) {
      const index = this.next++;
      const reply = await this.persistently(() => this.send(index, index * size));
      if (reply.status === 200) continue;
      this.refusal ??= reply;
      this.giveUp();
    }
  }

  private send(index: number, from: number): Promise<HttpReply> {
    const { request, content, begun, loaded } = this;
    const to = Math.min(from + begun.part_lower_limit, content.size);
    let abort: (() => void) | undefined;
    const { parts: _, ...whole } = request;
    const sending = this.http.upload({
      ...whole,
      url: this.address,
      method: "PUT",
      field: "part_file",
      fields: { part_number: `${index + 1}` },
      file: { data: content.slice(from, to) },
      // What is sent beside the bytes of a part is counted with them.
      onProgress: (progress) => {
        loaded[index] = Math.max(loaded[index] ?? 0, Math.min(progress.loaded, to - from));
        this.tell();
      },
      onTask: (end) => {
        abort = end;
        this.aborts.add(end);
      },
    });
    const done = (): void => {
      if (abort) this.aborts.delete(abort);
    };
    sending.then(done, done);
    return sending;
  }

  private tell(): void {
    if (this.isOver) return;
    const loaded = this.loaded.reduce((sum, bytes) => sum + bytes, 0);
    this.request.onProgress?.({ loaded, total: this.content.size });
  }

  /** Asked again, it answers the same. */
  private complete(): Promise<HttpReply> {
    const { headers } = this.request;
    const url = this.address + this.parts.query;
    return this.persistently(() =>
      this.http.request({ method: "POST", url, headers, body: undefined, timeoutMs: TIMEOUT_MS }),
    );
  }

  private async persistently(ask: () => Promise<HttpReply>): Promise<HttpReply> {
    for (let tries = 1; ; tries++) {
      try {
        if (this.isOver) throw new RequestFailure("network", "aborted");
        return await ask();
      } catch (error) {
        if (this.isOver || tries === TRIES || !(error instanceof RequestFailure)) throw error;
      }
      await new Promise<void>((resolve) => clock.setTimer(resolve, RETRY_MS * tries));
    }
  }

  /** Ends what is under way, and lets the server forget it; what it does not hear of it forgets by itself. */
  private giveUp(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const abort of Array.from(this.aborts)) abort();
    const { headers } = this.request;
    const call = { method: "DELETE", url: this.address, headers, body: undefined, timeoutMs: TIMEOUT_MS } as const;
    this.http.request(call).catch(() => {});
  }

  private get address(): string {
    return `${this.parts.url}/${this.begun.uuid}`;
  }
}
