import { describe, expect, it, vi } from "vitest";
import { type HttpReply, type HttpRequest, RequestFailure, type UploadRequest } from "../core/platform.ts";
import { slicing } from "./slicing.ts";

const MIB = 1024 * 1024;
const FILES = "https://rest.test/chatfiles";
const PARTS = { url: "https://rest.test/part-upload", query: "?restrict-access=true&chat-type=CHAT" };
const DONE: HttpReply = { status: 200, text: '{"entities":[{"uuid":"u"}]}' };

interface Peer {
  /** Of the parts the server takes. */
  readonly partBytes?: number;
  readonly limit?: number;
  begin?(): Promise<HttpReply>;
  part?(number: number, upload: UploadRequest): Promise<HttpReply>;
  complete?(): Promise<HttpReply>;
}

/** HTTP whose other end is the test's: what it was asked, and the bytes of the parts. */
function peer(given: Peer = {}) {
  const asked: string[] = [];
  const parts: Uint8Array[] = [];
  let running = 0;
  let most = 0;
  const limits = { uuid: "u", file_upper_limit: given.limit ?? 1000 * MIB, part_lower_limit: given.partBytes ?? MIB };
  const begin = async () => ({ status: 200, text: JSON.stringify({ entities: [limits] }) });
  const http = slicing({
    request: async ({ method, url }: HttpRequest) => {
      const place = url.replace(PARTS.url, "");
      asked.push(`${method} ${place}`);
      if (method === "DELETE") throw new RequestFailure("network", "nobody hears it");
      return place === "" ? (given.begin ?? begin)() : (given.complete ?? (async () => DONE))();
    },
    upload: async (upload) => {
      const { url, file, fields = {} } = upload;
      if (url === FILES) {
        asked.push("the whole");
        return DONE;
      }
      const number = Number(fields.part_number);
      asked.push(`${upload.method} ${url.replace(PARTS.url, "")} ${upload.field} ${number}`);
      most = Math.max(most, ++running);
      try {
        const reply = given.part ? await given.part(number, upload) : { status: 200, text: "{}" };
        const { data } = file as { data: Blob | Uint8Array<ArrayBuffer> }; // a slice
        parts[number - 1] = new Uint8Array(await new Blob([data]).arrayBuffer());
        upload.onProgress?.({ loaded: 100 + (parts[number - 1]?.length ?? 0), total: 1 });
        return reply;
      } finally {
        running--;
      }
    },
    download: () => Promise.reject(new Error("nothing is downloaded")),
  });
  return { http, asked, parts, most: () => most };
}

const request = (data: unknown, more: Partial<UploadRequest> = {}): UploadRequest => ({
  url: FILES,
  headers: { Authorization: "Bearer t" },
  file: { data },
  filename: "film.mp4",
  kind: "video",
  timeoutMs: 1000,
  onProgress: undefined,
  parts: PARTS,
  ...more,
});

const bytes = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, at) => (at * 31) & 0xff);
const joined = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

describe("an upload", () => {
  it.each([
    ["bytes", (content: Uint8Array<ArrayBuffer>) => content],
    ["a buffer", (content: Uint8Array<ArrayBuffer>) => content.buffer],
    ["a Blob", (content: Uint8Array<ArrayBuffer>) => new Blob([content], { type: "video/mp4" })],
  ])("of much goes up in parts, a few at a time, and ends with the answer of the whole: %s", async (_, from) => {
    const content = bytes(9.5 * MIB);
    const types = new Set<unknown>();
    const { http, asked, parts, most } = peer({
      part: async (_number, { file }) => {
        types.add((file as { data: { type?: string } }).data.type);
        return { status: 200, text: "" };
      },
    });
    const source = from(content);
    const progress: number[] = [];
    const onProgress = ({ loaded, total }: { loaded: number; total: number }): void => {
      expect(total).toBe(content.length);
      progress.push(loaded);
    };
    await expect(http.upload(request(source, { onProgress }))).resolves.toBe(DONE);
    expect(joined(parts).equals(content)).toBe(true);
    const numbers = Array.from({ length: 10 }, (_each, at) => `PUT /u part_file ${at + 1}`);
    expect(asked).toEqual(["POST ", ...numbers, `POST /u${PARTS.query}`]);
    expect(most()).toBe(4);
    expect([...types]).toEqual([source instanceof Blob ? "video/mp4" : undefined]);
    expect(progress).toEqual([...progress].sort((one, other) => one - other));
    expect(progress.at(-1)).toBe(content.length);
  });

  it("goes up whole when it is small, when nothing is said of parts, and when it cannot be sliced", async () => {
    const { http, asked } = peer();
    await http.upload(request(bytes(7.5 * MIB)));
    await http.upload(request(bytes(8 * MIB), { parts: undefined }));
    await http.upload(request({ uri: "file:///film.mp4", name: "film.mp4", size: 9 * MIB }));
    expect(asked).toEqual(["the whole", "the whole", "the whole"]);
  });

  it.each([
    ["refuses", async () => ({ status: 429, text: "{}" })],
    ["says nothing of use", async () => ({ status: 200, text: '{"entities":[{"uuid":"u"}]}' })],
    ["shows a page", async () => ({ status: 200, text: "<html>" })],
    ["is not there", () => Promise.reject(new RequestFailure("network", "no"))],
  ])("goes up whole where the server knows no parts: it %s", async (_, begin) => {
    const { http, asked } = peer({ begin });
    await expect(http.upload(request(bytes(8 * MIB)))).resolves.toBe(DONE);
    expect(asked).toEqual(["POST ", "the whole"]);
  });

  it("of more than the server takes is refused before anything is sent", async () => {
    const { http, asked } = peer({ limit: 8 * MIB - 1 });
    const { status, text } = await http.upload(request(bytes(8 * MIB)));
    expect([status, JSON.parse(text)]).toEqual([413, { error_description: "the file size exceeds the maximum limit" }]);
    expect(asked).toEqual(["POST ", "DELETE /u"]);
  });

  it("ends with the refusal of a part, stops the others and lets the server forget it", async () => {
    const refusal = { status: 401, text: '{"error":"unauthorized"}' };
    const stopped = vi.fn();
    const { http, asked } = peer({
      part: (number, { onTask }) =>
        number === 2
          ? Promise.resolve(refusal)
          : new Promise((_, reject) =>
              onTask?.(() => {
                stopped();
                reject(new RequestFailure("network", "aborted"));
              }),
            ),
    });
    await expect(http.upload(request(bytes(9 * MIB)))).resolves.toBe(refusal);
    expect(stopped).toHaveBeenCalledTimes(3);
    expect(asked.filter((one) => one.startsWith("PUT"))).toHaveLength(4);
    expect(asked.at(-1)).toBe("DELETE /u");
  });

  it("sends a part again that got no answer, and asks again for the whole; after three times it fails", async () => {
    vi.useFakeTimers();
    try {
      let lost = 2;
      let unheard = 1;
      const patient = peer({
        part: async (number) => {
          if (number === 3 && lost-- > 0) throw new RequestFailure("network", "cut");
          return { status: 200, text: "" };
        },
        complete: async () => {
          if (unheard-- > 0) throw new RequestFailure("timeout", "late");
          return DONE;
        },
      });
      const content = bytes(8 * MIB);
      const sent = patient.http.upload(request(content));
      await vi.runAllTimersAsync();
      await expect(sent).resolves.toBe(DONE);
      expect(joined(patient.parts).equals(content)).toBe(true);
      expect(patient.asked.filter((one) => one.endsWith(" 3"))).toHaveLength(3);

      const { http, asked } = peer({ part: () => Promise.reject(new RequestFailure("network", "cut")) });
      const failed = expect(http.upload(request(content))).rejects.toMatchObject({ why: "network" });
      await vi.runAllTimersAsync();
      await failed;
      expect(asked.filter((one) => one.endsWith(" 1"))).toHaveLength(3);
      expect(asked.at(-1)).toBe("DELETE /u");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is aborted: the parts under way end, no further one begins, and the server may forget it", async () => {
    let abort: () => void = () => {};
    const { http, asked } = peer({
      part: (_, { onTask }) =>
        new Promise((_resolve, reject) => onTask?.(() => reject(new RequestFailure("network", "aborted")))),
    });
    const onTask = (end: () => void): void => {
      abort = end;
    };
    const onProgress = vi.fn();
    const sending = http.upload(request(bytes(9 * MIB), { onTask, onProgress }));
    await vi.waitFor(() => expect(asked).toHaveLength(5));
    abort();
    await expect(sending).rejects.toMatchObject({ name: "RequestFailure" });
    expect(asked.slice(5)).toEqual(["DELETE /u"]);
    expect(onProgress).not.toHaveBeenCalled();
  });

  it("that is refused as a whole is forgotten, too", async () => {
    const refusal = { status: 413, text: "{}" };
    const { http, asked } = peer({ complete: async () => refusal });
    await expect(http.upload(request(bytes(8 * MIB)))).resolves.toBe(refusal);
    expect(asked.at(-1)).toBe("DELETE /u");
  });
});
