import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMy } from "../index.ts";
import { startPeer } from "./peer.ts";
import { comparable, playScenes, readRecording, type Scene } from "./transcript.ts";

/** In which order these are heard was another one in each recording. */
const ANY_ORDER = ["task: eight at once", "shared: a second connection while one is open"];
/** What is heard was another thing in each recording: a connection may open before it is closed for the next one. */
const RACES = ["task: send before it is open", "shared: two more at once"];

const PAUSE_MS = 500;
const PATIENCE_MS = 10_000;
const MOMENT_MS = 60;

const recording = readRecording();
const recorded = new Map(recording.scenes.map((scene) => [scene.name, scene]));

describe(`the imitation of my says what ${recording.of} says`, () => {
  let played: Scene[];

  beforeAll(async () => {
    const peer = await startPeer();
    const runtime = createMy({ profile: "simulator" });
    const file = runtime.files.addTemporary(Buffer.from("bytes"), "png");
    played = await playScenes(runtime, { ws: peer.ws, http: peer.http, file, settled });
    runtime.close();
    await peer.close();
  }, 60_000);

  const find = (name: string) => {
    const scene = played.find((each) => each.name === name);
    if (scene === undefined) throw new Error(`${name} is not played any more`);
    return comparable(scene);
  };

  it.each(recording.scenes)("$name", (scene) => {
    const official = comparable(scene);
    const ours = find(scene.name);
    expect(ours.calls).toEqual(official.calls);
    if (RACES.includes(scene.name)) {
      expect(kindsOf(ours)).toEqual(expect.arrayContaining(["connect.success", "connect.complete"]));
      expect(kindsOf(official)).toEqual(expect.arrayContaining(["connect.success", "connect.complete"]));
    } else if (ANY_ORDER.includes(scene.name)) expect(sorted(ours.heard)).toEqual(sorted(official.heard));
    else {
      for (const part of [isAnswer, isEvent]) expect(ours.heard.filter(part)).toEqual(official.heard.filter(part));
    }
  });

  let unrecorded: string[];
  beforeAll(() => {
    unrecorded = played.map(({ name }) => name).filter((name) => !recorded.has(name));
  });
  it("whatever is played has been recorded", (context) => {
    context.skip(unrecorded.length > 0, `not recorded yet: ${unrecorded.join(", ")}`);
    expect(unrecorded).toEqual([]);
  });

  afterAll(() => {
    if (unrecorded.length > 0) process.stdout.write(`not recorded yet: ${unrecorded.join(", ")}\n`);
  });
});

/** As much as has been recorded, and a moment for what should not come. */
async function settled({ name, heard }: Scene): Promise<void> {
  const expected = RACES.includes(name) ? undefined : recorded.get(name)?.heard.length;
  if (expected === undefined) return wait(PAUSE_MS);
  for (const end = Date.now() + PATIENCE_MS; heard.length < expected && Date.now() < end; ) await wait(10);
  await wait(MOMENT_MS);
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const kindsOf = ({ heard }: Pick<Scene, "heard">) => heard.map(([kind]) => kind);
/** The answer to a connect comes some 20 ms after the call: whether the socket is open by then is up to the machine. */
const isAnswer = ([kind]: Scene["heard"][number]) => String(kind).startsWith("connect.");
const isEvent = (each: Scene["heard"][number]) => !isAnswer(each);
const sorted = (heard: Scene["heard"]) => heard.map((each) => JSON.stringify(each)).sort();
