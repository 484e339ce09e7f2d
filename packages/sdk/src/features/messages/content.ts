import type { Client } from "../../core/client.ts";
import { formatAttachUrl } from "../files/index.ts";
import type { ContentType } from "./types.ts";

/** What a message contains, by the names of its members, from whatever it was read. */
export type Given = Readonly<Record<string, unknown>>;

const FILE = "url secret filename file_length ";
const PLAYED = `${FILE}length file filetype`;

/** The members of each type of message (official API 4.3). */
const MEMBERS: Record<ContentType, string> = {
  txt: "msg",
  img: `${FILE}width height thumb thumb_secret isGif`,
  video: `${PLAYED} thumb thumb_secret`,
  audio: PLAYED,
  file: PLAYED,
  loc: "addr buildingName lat lng",
  cmd: "action",
  custom: "customEvent customExts params",
  combine: `${FILE}title summary compatibleText combineLevel`,
};
/** What is not said of these is zero, and of the others an empty text. */
const NUMBERS = ["file_length", "length", "width", "height", "lat", "lng", "combineLevel"];

/** The members of a type of message, all of them: the addresses as they are fetched, and what is not given as nothing. */
export function contentOf(client: Client, type: ContentType, given: Given): Record<string, unknown> {
  const secret = given.secret || "";
  const place = (url: unknown, key: unknown): string => formatAttachUrl(client, String(url || ""), String(key));
  const url = place(given.url, secret);
  const isOwn = client.config.useOwnUploadFun;
  const thumbs =
    type === "img"
      ? { thumb: isOwn ? "" : `${url}&thumbnail=true`, thumb_secret: given.thumb_secret || secret }
      : { thumb: place(given.thumb, given.thumb_secret || "") };
  const all: Given = { file: {}, ...given, url, ...thumbs };
  const content: Record<string, unknown> = {};
  for (const member of MEMBERS[type].split(" ")) {
    content[member] = all[member] ?? (NUMBERS.indexOf(member) < 0 ? "" : 0);
  }
  return content;
}
