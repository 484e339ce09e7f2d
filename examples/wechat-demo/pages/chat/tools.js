/** What the plus button offers: each asks for something and sends it. */
const { chooseFile, choosePicture, choosePlace, chooseVideo } = require("../../lib/pickers");

async function sendPicture(chat, log) {
  const picture = await choosePicture();
  if (picture === undefined) return;
  const { path, width, height } = picture;
  const shown = { kind: "image", url: path, thumb: path, width: 160, height: 160 };
  await chat.sendFile(log, { type: "img", path, fields: { filename: "image.jpg", width, height } }, shown);
}

async function sendVideo(chat, log) {
  const video = await chooseVideo();
  if (video === undefined) return;
  const { path, seconds, width, height } = video;
  const fields = { filename: "video.mp4", length: seconds, width, height };
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

function sendVoice(chat, log, { path, seconds }) {
  const fields = { filename: "voice.mp3", length: seconds };
  return chat.sendFile(log, { type: "audio", path, fields }, { kind: "voice", url: path, seconds });
}

module.exports = { sendFile, sendPicture, sendPlace, sendVideo, sendVoice };
