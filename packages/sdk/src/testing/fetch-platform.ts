import { readFile } from "node:fs/promises";
import {
  type DownloadRequest,
  type HttpRequest,
  type Platform,
  RequestFailure,
  type UploadRequest,
} from "../core/platform.ts";

/** Just enough of a platform for tests of what asks over HTTP: real requests, real time, no sockets. */
export function fetchPlatform(): Platform {
  const stored = new Map<string, string>();
  return {
    name: "node",
    deviceName: "test",
    clock: {
      now: () => Date.now(),
      setTimer: (task, delayMs) => setTimeout(task, delayMs),
      // What setTimer has given.
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    },
    storage: {
      get: (key) => stored.get(key),
      set: (key, value) => void stored.set(key, value),
      remove: (key) => void stored.delete(key),
    },
    connect: () => {
      throw new Error("there are no sockets in this test");
    },
    request: async (request: HttpRequest) => {
      const { method, headers, body } = request;
      const answer = await ask(request, { method, headers, ...(body === undefined ? {} : { body }) });
      return { status: answer.status, text: await answer.text() };
    },
    upload: async (request: UploadRequest) => {
      const { file } = request;
      const content = "path" in file ? await readFile(file.path) : file.data;
      const form = new FormData();
      for (const [name, value] of Object.entries(request.fields ?? {})) form.append(name, value);
      // Tests give bytes or a Blob.
      form.append(
        "file",
        content instanceof Blob ? content : new Blob([content as Uint8Array<ArrayBuffer>]),
        request.filename,
      );
      const answer = await ask(request, { method: "POST", headers: request.headers, body: form });
      return { status: answer.status, text: await answer.text() };
    },
    download: async (request: DownloadRequest) => {
      const answer = await ask(request, { headers: request.headers });
      return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
    },
    watch: () => () => {},
  };
}

async function ask(request: { url: string; timeoutMs: number }, options: RequestInit): Promise<Response> {
  try {
    return await fetch(request.url, { ...options, signal: AbortSignal.timeout(request.timeoutMs) });
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    throw new RequestFailure(isTimeout ? "timeout" : "network", String(error), error);
  }
}
