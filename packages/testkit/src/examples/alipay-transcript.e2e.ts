import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomPng } from "../conformance/pictures.ts";
import { launchChromium } from "../official/chromium.ts";
import { type Peer, startPeer } from "../runtimes/my/transcript/peer.ts";
import { RECORDED_FILE, SCENES_FILE, type Scene } from "../runtimes/my/transcript/transcript.ts";
import { type Demo, startProgram, whyNotBuildable } from "./alipay/demo.ts";
import { Phone } from "./alipay/phone.ts";

const MINUTES = 60_000;
const OF = "Alipay's base library 1.25.1 (miniu-lyra-dist 1.0.5)";

/** Plays the scenes in Alipay's own base library; `choose` gets it a file to upload first. */
const PAGE = `const { play } = require("../../scenes");
const peer = require("../../peer");

Page({
  data: { out: "" },
  choose() {
    const begin = (file) =>
      play(my, Object.assign({ file }, peer)).then(
        (scenes) => this.setData({ out: JSON.stringify(scenes) }),
        (error) => this.setData({ out: "failed: " + error.message }),
      );
    const success = ({ tempFilePaths, apFilePaths }) => begin((tempFilePaths || apFilePaths)[0]);
    my.chooseImage({ count: 1, sourceType: ["album"], success, fail: () => begin("") });
  },
});
`;
const MARKUP = `<view><view id="choose" onTap="choose">choose</view><text id="out">{{out}}</text></view>`;

/**
 * Writes what the imitation of `my` is compared with: `RONDO_RECORD=1 npm run demo:test -- transcript`, then
 * `npm run format` and a look at what has changed.
 */
describe.runIf(process.env.RONDO_RECORD)("the transcript of Alipay's own my", () => {
  let peer: Peer;
  let browser: Browser;
  let program: Demo;

  beforeAll(async () => {
    const why = whyNotBuildable();
    if (why !== undefined) throw new Error(why);
    [peer, browser] = await Promise.all([startPeer(), launchChromium()]);
    program = await startScenes(peer);
  }, 5 * MINUTES);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    await peer?.close();
  });

  it("is recorded", { timeout: 5 * MINUTES }, async () => {
    const phone = await Phone.start(browser, program.url);
    const allow = phone.native.getByText("允 许");
    await phone.tap("scenes", "#choose", () => allow.isVisible());
    await allow.click();
    const picture = { name: "picture.png", mimeType: "image/png", buffer: randomPng(32, 32) };
    await phone.native.locator("input[type=file]").first().setInputFiles(picture);
    await phone.native.getByText("提 交").click();
    const text = await phone.until("the transcript", async () => {
      const out = (await phone.find("scenes", "#out")).textContent();
      return (await out) || undefined;
    });
    expect(text).not.toMatch(/^failed/);
    const scenes = JSON.parse(text) as Scene[]; // what `play` answers
    expect(scenes.map(({ name }) => name)).toContain("upload: a file with fields");
    writeFileSync(RECORDED_FILE, `${JSON.stringify({ of: OF, scenes }, null, 2)}\n`);
  });
});

async function startScenes(peer: Peer): Promise<Demo> {
  const work = mkdtempSync(join(tmpdir(), "rondo-transcript-"));
  const program = join(work, "program");
  for (const folder of ["assets", "pages/scenes"]) mkdirSync(join(program, folder), { recursive: true });
  copyFileSync(SCENES_FILE, join(program, "scenes.js"));
  const files = {
    "app.json": JSON.stringify({ pages: ["pages/scenes/scenes"], window: { defaultTitle: "scenes" } }),
    "app.js": "App({});\n",
    "app.acss": "",
    "mini.project.json": JSON.stringify({ component2: true }),
    "peer.js": `module.exports = ${JSON.stringify({ ws: peer.ws, http: peer.http })};\n`,
    "pages/scenes/scenes.json": "{}",
    "pages/scenes/scenes.axml": MARKUP,
    "pages/scenes/scenes.acss": "",
    "pages/scenes/scenes.js": PAGE,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(program, name), content);
  return startProgram(work, { program, page: "pages/scenes/scenes" });
}
