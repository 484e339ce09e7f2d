/** What the plus button offers: each asks for something and sends it. */
const { pick } = require("../../lib/ask");
const { choosePicture, chooseVideo, chooseFile, choosePlace } = require("../../lib/choose");

async function sendPicture(chat, log, source) {
  const picture = await choosePicture([source]);
  if (picture === undefined) return;
  const { path, width, height } = picture;
  const shown = { kind: "image", url: path, thumb: path, width: 160, height: 160 };
  await chat.sendFile(log, { type: "img", path, fields: { filename: "image.jpg", width, height } }, shown);
}

async function sendVideo(chat, log) {
  const video = await chooseVideo();
  if (video === undefined) return;
  const { path, seconds } = video;
  const fields = { filename: "video.mp4", length: seconds };
  await chat.sendFile(log, { type: "video", path, fields }, { kind: "video", url: path, thumb: "", seconds });
}

async function sendFile(chat, log) {
  const file = await chooseFile();
  if (file === undefined) return;
  const { path, name, size } = file;
  const fields = { filename: name, file_length: size };
  await chat.sendFile(log, { type: "file", path, fields }, { kind: "file", url: path, filename: name, size: "" });
}

async function sendPlace(chat, log) {
  const place = await choosePlace();
  if (place !== undefined) await chat.sendLocation(log, place);
}

async function sendCard(chat, log) {
  const picked = await pick({ many: false, groups: false });
  if (picked !== undefined) await chat.sendCard(log, picked[0].id);
}

/** @param {Record<string, string>} t @param {Record<string, boolean>} can what this host is able to do */
function toolsOf(t, can) {
  const tools = [
    { name: "photo", text: t.photo, isThere: true, use: (chat, log) => sendPicture(chat, log, "album") },
    { name: "camera", text: t.camera, isThere: true, use: (chat, log) => sendPicture(chat, log, "camera") },
    { name: "video", text: t.video, isThere: can.video, use: sendVideo },
    { name: "file", text: t.file, isThere: can.file, use: sendFile },
    { name: "location", text: t.location, isThere: can.location, use: sendPlace },
    { name: "card", text: t.card, isThere: true, use: sendCard },
  ];
  return tools.filter(({ isThere }) => isThere);
}

module.exports = { toolsOf };
