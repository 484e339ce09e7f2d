"use strict";
/** Shows the demo, as `npm run demo:build` has compiled it, in Alipay's simulator. */
const { join } = require("node:path");
const { startSimulator } = require("./simulator.js");

const port = Number(process.argv[2] ?? 9300);
startSimulator({ program: join(__dirname, "out"), page: "pages/conversations/conversations", port }).then(({ url }) => {
  process.stdout.write(`open ${url} in Chromium, with touch emulation on\n`);
});
