import type { ContentType } from "./types.ts";

/** A type of message: how its event is called, what the old listener calls its content, and the members that are its content. */
interface Kind {
  readonly event: string;
  readonly contentsType: string;
  readonly members: readonly string[];
  /** The members that the old listener is told. */
  readonly oldMembers: readonly string[];
}

const FILE = "url secret filename file_length";

/** Before a member, `-`: the old listener is not told of it; `+`: nobody else is (official API 4.3, 4.4). */
const KINDS: Record<ContentType, string> = {
  txt: "Text TEXT -msg",
  img: `Image IMAGE ${FILE} width height thumb thumb_secret -isGif +filetype`,
  audio: `Audio VOICE ${FILE} length -file -filetype`,
  video: `Video VIDEO ${FILE} length -file filetype -thumb -thumb_secret`,
  file: `File FILE ${FILE} -length -file -filetype`,
  loc: "Location LOCATION addr buildingName lat lng",
  cmd: "Cmd COMMAND action",
  custom: "Custom CUSTOM customEvent customExts params",
  // Younger than the old listener.
  combine: `Combine - ${FILE} title summary compatibleText combineLevel`,
};

const read: Partial<Record<ContentType, Kind>> = {};

export function kindOf(type: ContentType): Kind {
  const known = read[type];
  if (known) return known;
  const [event = "", contentsType = "", ...members] = KINDS[type].split(" ");
  const without = (sign: string): string[] =>
    members.filter((member) => member[0] !== sign).map((member) => member.replace(/^[-+]/, ""));
  const kind = { event: `on${event}Message`, contentsType, members: without("+"), oldMembers: without("-") };
  read[type] = kind;
  return kind;
}

export const isContentType = (type: unknown): type is ContentType => Object.keys(KINDS).indexOf(type as string) >= 0;
