import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { as, bytesOf, DAY, openWorld, random, upload, type World } from "./fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const get = (uuid: string, query = ""): Promise<Response> =>
  fetch(`${world.base}/chatfiles/${uuid}${query}`, { headers: as("bob") });

describe("retention", () => {
  it("[FI7] is for ever unless the application says otherwise", async () => {
    const { uuid } = await upload(world, random(100));
    world.clock.at += 3650 * DAY;
    await world.feature.api.sweep();
    expect((await get(uuid)).status).toBe(200);
  });

  it("[FI7] ends with 404 file_expired, before and after the bytes are gone, and then with not found", async () => {
    world.settings.fileRetentionMs = 7 * DAY;
    const { uuid } = await upload(world, random(100));
    world.clock.at += 7 * DAY - 1;
    expect((await get(uuid)).status).toBe(200);
    world.clock.at += 1;
    const expired = await get(uuid);
    expect([expired.status, await expired.json()]).toMatchObject([404, { error: "file_expired" }]);
    expect((await fetch(`${world.base}/chatfiles/${uuid}`)).status).toBe(403);

    await world.feature.api.sweep();
    expect(await world.kept()).toEqual([]);
    expect(await (await get(uuid)).json()).toMatchObject({ error: "file_expired" });
    world.clock.at += 91 * DAY;
    await world.feature.api.sweep();
    expect(await (await get(uuid)).json()).toMatchObject({ error: "entity_not_found" });
  });

  it("[FI12] of one file does not take the content of another, and thumbnails go with their picture", async () => {
    const bytes = await sharp(random(400 * 200 * 3), { raw: { width: 400, height: 200, channels: 3 } })
      .png()
      .toBuffer();
    const kept = await upload(world, bytes);
    world.settings.fileRetentionMs = DAY;
    const passing = await upload(world, bytes);
    await get(passing.uuid, "?thumbnail=true");
    expect(await world.kept()).toHaveLength(2);
    world.clock.at += DAY;
    await world.feature.api.sweep();
    expect((await bytesOf(await get(kept.uuid))).equals(bytes)).toBe(true);
    expect(await world.kept()).toHaveLength(2);

    const lone = await upload(world, bytes.subarray(0, 50_000));
    const picture = await upload(world, await sharp(bytes).flip().png().toBuffer());
    await get(picture.uuid, "?thumbnail=true");
    expect(await world.kept()).toHaveLength(5);
    world.clock.at += DAY;
    await world.feature.api.sweep();
    await world.feature.api.sweep();
    expect(await world.kept()).toHaveLength(2);
    expect((await get(lone.uuid)).status).toBe(404);
  });

  it("[FI12] and a new upload of the same content do not harm each other", async () => {
    const bytes = random(20_000);
    world.settings.fileRetentionMs = DAY;
    for (let round = 0; round < 5; round++) {
      await upload(world, bytes);
      world.clock.at += DAY;
      const [{ uuid }] = await Promise.all([upload(world, bytes), world.feature.api.sweep()]);
      expect((await bytesOf(await get(uuid))).equals(bytes)).toBe(true);
    }
  });
});
