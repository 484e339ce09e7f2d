/** What only browsers have. Everything is looked for before it is used: mini programs load this file too. */
import type { FileObj } from "../types/messages.ts";
import type { FileInput } from "../types/utils.ts";

declare const document:
  | {
      getElementById(id: string): FileInput | null;
      createElement(name: "a"): { href: string; download: string; click(): void };
    }
  | undefined;
declare const URL: { createObjectURL?(content: object): string } | undefined;
declare const Blob:
  | (new (
      parts: ReadonlyArray<ArrayBuffer | string>,
      options?: { type: string },
    ) => object)
  | undefined;

/** The file somebody has chosen in an `<input type="file">`; empty members when none has been. */
export function getFileUrl(input: string | FileInput): FileObj {
  const element =
    typeof input !== "string" ? input : typeof document === "undefined" ? null : document.getElementById(input);
  if (!element?.files) throw new Error("this is not HTMLInputElement");
  const file = element.files[0];
  if (!file) return { url: "", filename: "", filetype: "", data: {} };
  const dot = file.name.lastIndexOf(".");
  return {
    url: toObjectUrl(file),
    filename: file.name,
    filetype: dot < 0 ? "" : file.name.slice(dot + 1).toLowerCase(),
    data: file,
  };
}

/** An address of the page for content in memory. */
export function toObjectUrl(content: object): string {
  if (typeof URL === "undefined" || !URL.createObjectURL)
    throw new Error("there are no object URLs outside of browsers");
  return URL.createObjectURL(content);
}

/** A Blob where there are Blobs, else the bytes. */
export function toContent(bytes: Uint8Array): unknown {
  // A view of a whole buffer of its own; slice() makes one.
  const buffer = bytes.slice().buffer as ArrayBuffer;
  return typeof Blob === "undefined" ? buffer : new Blob([buffer]);
}

/** Offers text as a file to save; nothing where there is no page. */
export function saveText(filename: string, text: string): void {
  if (typeof document === "undefined" || typeof Blob === "undefined") return;
  const link = document.createElement("a");
  link.href = toObjectUrl(new Blob([text], { type: "text/plain" }));
  link.download = filename;
  link.click();
}
