import type { ChatType, Received } from "./types.ts";

/** Of the types of message the old listener knows: its callback, what it calls the content, and the content's members. */
const SHAPES: Record<string, readonly [event: string, contentsType: string, members: readonly string[]] | undefined> = {
  txt: ["onTextMessage", "TEXT", []],
  img: [
    "onPictureMessage",
    "IMAGE",
    ["url", "secret", "filename", "thumb", "thumb_secret", "file_length", "width", "height", "filetype"],
  ],
  video: ["onVideoMessage", "VIDEO", ["url", "secret", "filename", "length", "file_length", "filetype"]],
  audio: ["onAudioMessage", "VOICE", ["url", "secret", "filename", "length", "file_length"]],
  file: ["onFileMessage", "FILE", ["url", "secret", "filename", "file_length"]],
  loc: ["onLocationMessage", "LOCATION", ["addr", "buildingName", "lat", "lng"]],
  cmd: ["onCmdMessage", "COMMAND", ["action"]],
  custom: ["onCustomMessage", "CUSTOM", ["customEvent", "customExts", "params"]],
};
const CHAT_TYPES: Record<ChatType, string> = { singleChat: "chat", groupChat: "groupchat", chatRoom: "chatroom" };

/** The callback of `listen` for a message and what it is called with (official API 4.4); undefined: it has none. */
export function toLegacy(message: Received): { event: string; payload: Record<string, unknown> } | undefined {
  const [event, contentsType, members] = SHAPES[message.type] ?? [];
  if (event === undefined || members === undefined) return undefined;
  const { id, chatType, from, to, ext, time, msgConfig, onlineState } = message;
  const payload: Record<string, unknown> = {
    id,
    type: CHAT_TYPES[chatType],
    contentsType,
    from,
    to,
    ext,
    time: String(time),
    onlineState,
  };
  // Custom messages are younger than these members.
  if (message.type !== "custom") {
    Object.assign(payload, { msgConfig: msgConfig ?? null, error: false, errorText: "", errorCode: 0 });
  }
  // Numbers that are not there were empty texts.
  for (const member of members) payload[member] = message[member] || message[member] === false ? message[member] : "";
  if (message.type === "txt") payload.data = payload.sourceMsg = message.msg;
  return { event, payload };
}
