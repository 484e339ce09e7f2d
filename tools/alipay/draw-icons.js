"use strict";
/** Draws the demo's icons from the shapes below: `node tools/alipay/draw-icons.js`. Emoji would look different on every phone. */
const { join } = require("node:path");
const sharp = require("sharp");

const GREY = "#8a8f99";
const BLUE = "#1677ff";
const SIDE = 96;
const assets = join(__dirname, "..", "..", "examples", "alipay-demo", "assets");

/** Lines of a box of 24. */
const LINES = {
  empty: "M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5",
  voice: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3z M6 11a6 6 0 0 0 12 0 M12 17v3",
  keyboard: "M3 7h18v10H3z M6 10h1 M10 10h1 M14 10h1 M17.5 10h.5 M8 14h8",
  emoji: "M12 3a9 9 0 1 0 .01 0z M9 10v.5 M15 10v.5 M8.5 14.5a4.5 4.5 0 0 0 7 0",
  more: "M12 3a9 9 0 1 0 .01 0z M12 8v8 M8 12h8",
  photo: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.5 9v.3",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4z M12 10.5a3 3 0 1 0 .01 0z",
  video: "M3 7h12v10H3z M15 11l6-3.5v9L15 13z",
  file: "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
  location: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z M12 8a2 2 0 1 0 .01 0z",
  card: "M3 6h18v12H3z M9 9.5a1.8 1.8 0 1 0 .01 0z M6 15.5a3.2 3.2 0 0 1 6 0 M15 11h3 M15 14h3",
  speaker: "M4 10h3l4-3.5v11L7 14H4z M14.5 9.5a4 4 0 0 1 0 5 M17 7a7.5 7.5 0 0 1 0 10",
};

/** Of the tab bar: outlines, and filled where one is. */
const TABS = {
  chats: ['<path d="M4 5h16v11h-9l-4 4v-4H4z" $/>', ""],
  contacts: ['<circle cx="12" cy="8.5" r="4" $/><path d="M4.5 20c.6-4.5 3.7-6.5 7.5-6.5s6.9 2 7.5 6.5z" $/>', ""],
  me: ['<circle cx="12" cy="12" r="9" $/>', '<circle cx="12" cy="10" r="3" #/><path d="M6.5 17.5a6 6 0 0 1 11 0" #/>'],
};

const stroke = (color, fill = "none") =>
  `fill="${fill}" stroke="${color}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"`;

async function draw(name, shapes) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 24 24">${shapes}</svg>`;
  await sharp(Buffer.from(svg))
    .png({ compressionLevel: 9, palette: true })
    .toFile(join(assets, `${name}.png`));
}

async function drawAll() {
  for (const [name, path] of Object.entries(LINES)) await draw(name, `<path d="${path}" ${stroke(GREY)}/>`);
  await draw("playing", `<path d="${LINES.speaker}" ${stroke(BLUE)}/>`);
  for (const [name, [outside, inside]] of Object.entries(TABS)) {
    await draw(name, outside.replaceAll("$", stroke(GREY)) + inside.replaceAll("#", stroke(GREY)));
    const filled = outside.replaceAll("$", stroke(BLUE, BLUE)) + inside.replaceAll("#", stroke("#ffffff"));
    await draw(`${name}-active`, filled);
  }
}

void drawAll();
