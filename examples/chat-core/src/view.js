/** What a message looks like: from what the SDK hands over to what a page binds. Knows both SDKs' shapes and no state. */
const { fill } = require("./texts.js");

const KINDS = {
  txt: "text",
  img: "image",
  audio: "voice",
  video: "video",
  file: "file",
  loc: "location",
  custom: "card",
  combine: "combined",
};

/** The event of a custom message that is a card of a user. */
const CARD_EVENT = "userCard";

/**
 * @param {any} message received from the SDK, or made by `message.create` and sent
 * @param {string} myId
 */
function toView(message, myId) {
  const from = message.from || myId;
  const isMine = from === myId;
  const view = {
    id: message.id,
    from,
    isMine,
    to: message.to,
    chatType: message.chatType,
    kind: KINDS[message.type] || "unknown",
    time: Number(message.time) || Date.now(),
    status: isMine ? "sent" : "",
    isEdited: message.modifiedInfo !== undefined && message.modifiedInfo !== null,
    text: "",
    raw: message,
  };
  return Object.assign(view, contentOf(message, view.kind));
}

function contentOf(message, kind) {
  // The content of what was sent from here is in `body`; what arrives has it beside the rest.
  const body = Object.assign({}, message.body, message);
  switch (kind) {
    case "text":
      return { text: String(message.msg === undefined ? body.msg || "" : message.msg) };
    case "image":
      return {
        url: urlOf(message),
        thumb: opened(message.thumb, body) || urlOf(message),
        ...frameOf(body.width, body.height),
      };
    case "voice":
      return { url: urlOf(message), seconds: Math.round(Number(body.length) || 0) };
    case "video":
      return { url: urlOf(message), thumb: opened(message.thumb, body), seconds: Math.round(Number(body.length) || 0) };
    case "file":
      return { url: urlOf(message), filename: body.filename || "", size: sizeText(body.file_length) };
    case "location":
      return {
        latitude: Number(body.lat),
        longitude: Number(body.lng),
        address: body.addr || "",
        place: body.buildingName || "",
      };
    case "card":
      return cardOf(message);
    case "combined":
      return { title: body.title || "", summary: body.summary || "" };
    default:
      return {};
  }
}

/** What was made here may have members without a value beside those of its content. */
function urlOf(message) {
  const content = message.body || {};
  return opened(message.url || content.url, { secret: message.secret || content.secret });
}

/** An address with the right to read it in it: one SDK puts it there, the other beside it. */
function opened(url, { secret }) {
  if (!url || !secret || url.indexOf("share-secret=") >= 0) return url || "";
  return `${url}${url.indexOf("?") < 0 ? "?" : "&"}share-secret=${secret}`;
}

function cardOf(message) {
  const exts = message.customExts || {};
  if (message.customEvent !== CARD_EVENT) return { kind: "unknown" };
  return { cardUser: String(exts.uid || ""), cardName: String(exts.nickname || exts.uid || "") };
}

const LONGEST = 240;
const SHORTEST = 80;

/** How large a picture is shown, in rpx-free pixels: as it is shaped, within a frame. */
function frameOf(width, height) {
  const w = Number(width) || 160;
  const h = Number(height) || 160;
  const scale = Math.min(1, LONGEST / Math.max(w, h));
  return { width: Math.max(SHORTEST, Math.round(w * scale)), height: Math.max(SHORTEST, Math.round(h * scale)) };
}

function sizeText(bytes) {
  const size = Number(bytes) || 0;
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/**
 * One line for lists of conversations and notices.
 *
 * @param {any} view from `toView`
 * @param {Record<string, string>} texts
 * @param {string} [name] what its sender is called
 */
function lineOf(view, texts, name = view.from) {
  switch (view.kind) {
    case "text":
      return view.text.replace(/\s+/g, " ");
    case "image":
      return texts.aPhoto;
    case "voice":
      return fill(texts.aVoice, view.seconds);
    case "video":
      return texts.aVideo;
    case "file":
      return fill(texts.aFile, view.filename);
    case "location":
      return fill(texts.aLocation, view.place || view.address);
    case "card":
      return fill(texts.aCard, view.cardName);
    case "combined":
      return texts.aCombined;
    case "recalled":
      return view.isMine ? texts.recalledByMe : fill(texts.recalledByOther, name);
    case "notice":
      return view.text;
    default:
      return texts.aUnknown;
  }
}

module.exports = { toView, lineOf, CARD_EVENT };
