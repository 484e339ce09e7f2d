import type { Client } from "../../core/client.ts";
import { formatAttachUrl } from "../files/index.ts";
import { kindOf } from "./kinds.ts";
import type { Received } from "./types.ts";

/** What a message contains, by the names of its members, from whatever it was read. */
export type Given = Readonly<Record<string, unknown>>;

/** What is not said of these is zero, and of the others an empty text. */
const NUMBERS = ["file_length", "length", "width", "height", "lat", "lng", "combineLevel"];

const nothingFor = (member: string): unknown => (member === "file" ? {} : NUMBERS.indexOf(member) < 0 ? "" : 0);

/** Adds the members of its type, all of them: the addresses as they are fetched, and what is not given as nothing. */
export function addContent(client: Client, message: Received, given: Given): void {
  for (const member of kindOf(message.type).members) message[member] = given[member] ?? nothingFor(member);
  if (message.url === undefined) return;
  const secret = message.secret || "";
  const place = (url: unknown, key: unknown): string => formatAttachUrl(client, String(url || ""), String(key));
  message.url = place(message.url, secret);
  if (message.type === "img") {
    message.thumb = client.config.useOwnUploadFun ? "" : `${message.url}&thumbnail=true`;
    message.thumb_secret = message.thumb_secret || secret;
  } else if (message.thumb !== undefined) message.thumb = place(message.thumb, message.thumb_secret);
}
