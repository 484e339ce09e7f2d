import { RequestFailure, type UploadRequest } from "../core/platform.ts";
import { toBytes } from "./bytes.ts";
import type { Globals } from "./globals.ts";
import { isHost } from "./host.ts";

/** As far as it is used. */
export interface Form {
  append(field: string, value: string): void;
  append(field: string, file: object, filename: string): void;
  get(field: string): unknown;
}

/** A form with one file, in the field `file` if nothing else is said, behind the other fields. `content` is a File, a Blob or bytes. */
export function toFormData(
  globals: Globals,
  content: unknown,
  { filename, field = "file", fields = {} }: Pick<UploadRequest, "filename" | "field" | "fields">,
): Form {
  const { FormData: AnyForm, Blob: Part } = globals;
  if (typeof AnyForm !== "function") throw new RequestFailure("unsupported", "there is no FormData here");
  // What is called FormData is one.
  const form = new (AnyForm as new () => Form)();
  const bytes = typeof content === "string" ? undefined : toBytes(content);
  if (bytes && typeof Part !== "function") throw new RequestFailure("unsupported", "there is no Blob here");
  const blob = bytes ? new (Part as new (parts: unknown[]) => object)([bytes]) : content;
  if (!isHost(blob)) throw new RequestFailure("unsupported", "what is to be uploaded is no file");
  for (const name of Object.keys(fields)) form.append(name, fields[name] as string); // one of its own keys
  try {
    // A File or Blob; React Native takes a description of its own kind, `{uri, name, type}`.
    form.append(field, blob, filename);
  } catch (error) {
    throw new RequestFailure("unsupported", "what is to be uploaded is no file", error);
  }
  return form;
}
