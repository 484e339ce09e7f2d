import { type FileSource, RequestFailure, type UploadRequest } from "../core/platform.ts";
import type { Http } from "./callback-api.ts";
import { clock } from "./clock.ts";
import { toFormData } from "./form-data.ts";
import type { Globals } from "./globals.ts";
import { textOfError } from "./host.ts";

/** What `fetch` gives and takes, as far as it is used. */
interface Reply {
  readonly status: number;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface Init {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: unknown;
}

interface Abort {
  readonly signal: unknown;
  abort(): void;
}

type Fetch = (url: string, init: Init) => Promise<Reply>;

/** HTTP by `fetch`: Node and browsers' service workers. It tells no progress of uploads, only their end. */
export function fetchHttp(globals: Globals): Http {
  return {
    request: async ({ url, method, headers, body, timeoutMs }) => {
      const init = { method, headers, ...(body === undefined ? {} : { body }) };
      return send(globals, { url, init, timeoutMs }, readText);
    },
    upload: async (request) => {
      const { url, method = "POST", headers, timeoutMs, field = "file", onProgress, onTask } = request;
      const body = toFormData(globals, contentOf(request.file), request);
      const reply = await send(globals, { url, init: { method, headers, body }, timeoutMs, onTask }, readText);
      const { size } = body.get(field) as { size: number }; // what toFormData has put there
      onProgress?.({ loaded: size, total: size });
      return reply;
    },
    download: ({ url, headers, timeoutMs }) =>
      send(globals, { url, init: { headers }, timeoutMs }, async (reply) => ({
        status: reply.status,
        bytes: new Uint8Array(await reply.arrayBuffer()),
      })),
  };
}

export function contentOf(file: FileSource): unknown {
  if ("data" in file) return file.data;
  throw new RequestFailure("unsupported", "there are no paths here: give the file itself");
}

const readText = async (reply: Reply): Promise<{ status: number; text: string }> => ({
  status: reply.status,
  text: await reply.text(),
});

/** One exchange, its body included: `read` is under the same time limit. */
async function send<Answer>(
  globals: Globals,
  call: { url: string; init: Init; timeoutMs: number; onTask?: UploadRequest["onTask"] },
  read: (reply: Reply) => Promise<Answer>,
): Promise<Answer> {
  const { fetch, AbortController } = globals;
  if (typeof fetch !== "function") throw new RequestFailure("unsupported", "there is no fetch here");
  // What is called AbortController is one; without it a late answer is dropped.
  const abort = typeof AbortController === "function" ? new (AbortController as new () => Abort)() : undefined;
  const { url, timeoutMs } = call;
  return new Promise<Answer>((resolve, reject) => {
    const timer = clock.setTimer(() => {
      reject(new RequestFailure("timeout", `no answer within ${timeoutMs} ms`));
      abort?.abort();
    }, timeoutMs);
    if (abort) call.onTask?.(() => abort.abort());
    const init = abort ? { ...call.init, signal: abort.signal } : call.init;
    // What is called fetch is it.
    void (fetch as Fetch)(url, init)
      .then(read)
      .then(resolve, (error: unknown) => reject(new RequestFailure("network", textOfError(error), error)))
      .then(() => clock.clearTimer(timer));
  });
}
