import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Muc } from "../../muc.ts";
import { openWorld, type World } from "../management.fixture.ts";
import { MAX_SHARED_FILES } from "./shared-files.service.ts";
import { type SharedFileTables, sharedFileStore } from "./shared-files.store.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DAY = 24 * 3_600_000;

describe.each(["group", "room"] as const)("the shared files of a %s", (type) => {
  const isGroup = type === "group";
  const segment = isGroup ? "chatgroups" : "chatrooms";
  const people = ["owner", "admin", "bob", "carol"];
  let muc: Muc;
  let path: string;
  beforeEach(async () => {
    await world.people([...people, "stranger"]);
    muc = await world.create(type, "owner", ["admin", "bob", "carol"]);
    await world.mucs.setRole(muc, "admin", "admin");
    path = `/${segment}/${muc.id}/share_files`;
  });
  const text = (content: string) => Buffer.from(content);
  const share = async (who: string, content: string, name?: string): Promise<string> => {
    const { status, body } = await world.share(who, path, text(content), name === undefined ? {} : { name });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.data.file_id;
  };
  const list = async (who: string, query = "?pagenum=1&pagesize=10&version=v3") =>
    (await world.as(who, "GET", `${path}${query}`)).body.data;
  const fetch = (who: string, id: string, headers: Record<string, string> = {}) =>
    world.rest.call(`${path}/${id}`, { token: world.tokenOf(who), headers });
  const remove = (who: string, id: string) => world.as(who, "DELETE", `${path}/${id}`);

  it("[MM15] are uploaded by members, listed newest first, and read by members whole or in ranges", async () => {
    const { body } = await world.share("bob", path, text("hello world"), { name: "größe.txt" });
    const { file_id: id } = body.data;
    expect(body.data).toEqual({
      file_url: expect.stringMatching(new RegExp(`^http://.*/${segment}/${muc.id}/share_files/${id}$`)),
      group_id: muc.id,
      file_name: "größe.txt",
      created: world.rest.now,
      file_id: id,
      file_size: 11,
    });
    world.rest.now += 1000;
    const second = await share("owner", "second");
    const entry = {
      file_id: id,
      file_name: "größe.txt",
      file_owner: "bob",
      file_size: 11,
      created: world.rest.now - 1000,
    };
    expect(await list("carol")).toEqual([expect.objectContaining({ file_id: second, file_owner: "owner" }), entry]);
    expect(await list("carol", "")).toHaveLength(2);
    expect(await list("carol", "?pagenum=2&pagesize=1")).toEqual([entry]);

    const whole = await fetch("carol", id);
    expect(whole).toMatchObject({ status: 200, body: "hello world" });
    expect(whole.headers["content-disposition"]).toContain("gr%C3%B6%C3%9Fe.txt");
    expect(await fetch("carol", id, { range: "bytes=6-10" })).toMatchObject({ status: 206, body: "world" });
    expect(await fetch("carol", id, { range: "bytes=90-" })).toMatchObject({ status: 416 });
  });

  it("[MM16] every upload and removal is told to all members", async () => {
    const told = (line: string, but: string) =>
      Object.fromEntries(
        people
          .flatMap((who) => [`${who}/phone`, `${who}/tablet`])
          .map((device) => [device, device === but ? [] : [line]]),
      );
    const id = await share("bob", "hello");
    expect(await world.heard(people)).toEqual(told("UPLOAD_FILE bob", "bob/phone"));
    await remove("admin", id);
    expect(await world.heard(people)).toEqual(told("DELETE_FILE admin", "admin/phone"));
  });

  it("[MM15] are removed by who uploaded them, by owner, administrators and the application; the bytes go, too", async () => {
    const before = await world.kept();
    const ids = {
      bob: await share("bob", "a"),
      owner: await share("bob", "b"),
      admin: await share("bob", "c"),
      app: await share("bob", "d"),
    };
    expect(await world.kept()).toBe(before + 4);
    expect(await remove("carol", ids.bob)).toMatchObject({
      status: 403,
      body: { error_description: "permission denied" },
    });
    for (const [who, id] of Object.entries(ids)) {
      const answer = await remove(who, id);
      expect(answer.body.data, who).toEqual({ [isGroup ? "group_id" : "id"]: muc.id, file_id: id, result: true });
    }
    expect(await list("bob")).toEqual([]);
    expect(await world.kept()).toBe(before);
    expect(await remove("bob", ids.bob)).toMatchObject({ status: 404 });
    expect(await fetch("bob", ids.bob)).toMatchObject({ status: 404 });
  });

  it("[MM1] strangers, who is blocked and who may not speak do not upload; the first two do not read either", async () => {
    const id = await share("bob", "secret");
    await world.mucs.mute(muc, ["carol"], world.rest.now + 1000);
    const permitted = { status: 403, body: { error_description: "permission denied" } };
    expect(await world.share("carol", path, text("x"))).toMatchObject(permitted);
    expect(await fetch("carol", id)).toMatchObject({ status: 200 });
    expect(await list("carol")).toHaveLength(1);
    await world.mucs.unmute(muc, ["carol"]);
    await world.mucs.update(muc, { isMuted: true });
    expect(await world.share("carol", path, text("x"))).toMatchObject(permitted);
    await world.mucs.allow(muc, ["carol"]);
    const own = await share("carol", "now allowed");
    await world.mucs.mute(muc, ["carol"], world.rest.now + 1000);
    expect(await remove("carol", own), "taking back is not speaking").toMatchObject({ status: 200 });
    for (const who of ["admin", "owner", "app"]) await share(who, `by ${who}`);

    const leftBehind = await share("admin", "of who is blocked");
    await world.mucs.block(muc, ["admin"]);
    for (const who of ["stranger", "admin"]) {
      const refusal = {
        status: isGroup ? 403 : 400,
        body: { error_description: `users [${who}] are not members of this group!` },
      };
      expect(await world.share(who, path, text("x")), who).toMatchObject(refusal);
      expect(await fetch(who, id), who).toMatchObject(refusal);
      expect(await world.as(who, "GET", path), who).toMatchObject(refusal);
      expect(await remove(who, leftBehind), who).toMatchObject(refusal);
    }
    expect(await world.rest.call(`${path}/${id}`), "without a token").toMatchObject({ status: 401 });
    expect(
      await world.rest.call(`/chatfiles/${id}`, { token: world.tokenOf("bob") }),
      "as an attachment",
    ).toMatchObject({
      status: 404,
    });
  });

  it("[MM15] end with the time of attachments, and with the group or room", async () => {
    await world.people(["bob"], { fileRetentionMs: 7 * DAY });
    muc = await world.create(type, "owner", ["bob"]);
    path = `/${segment}/${muc.id}/share_files`;
    const before = await world.kept();
    const id = await share("bob", "for a week");
    world.rest.now += 7 * DAY;
    expect(await list("bob")).toEqual([]);
    expect(await fetch("bob", id)).toMatchObject({ status: 404, body: { error: "file_expired" } });
    const another = await share("bob", "another");
    expect(await fetch("bob", id), "forgotten").toMatchObject({ status: 404 });
    await world.mucs.destroy(muc);
    expect(await world.kept()).toBe(before);
    expect(await fetch("bob", another)).toMatchObject({ status: 404, body: { error: "resource_not_found" } });
  });

  it("[MM15] are not kept for who has gone while uploading, nor where there is nothing any more", async () => {
    const before = await world.kept();
    world.hooks.whileUploading = async () => void (await world.mucs.leave(muc, ["bob"]));
    expect(await world.share("bob", path, text("late"))).toMatchObject({ status: isGroup ? 403 : 400 });
    expect(await list("owner")).toEqual([]);
    world.hooks.whileUploading = async () => void (await world.mucs.destroy(muc));
    expect(await world.share("owner", path, text("too late"))).toMatchObject({ status: 404 });
    expect(await world.kept()).toBe(before);
  });

  it("[MM15] have a form with a file that is not empty and not too large, and up to 10,000 stay", async () => {
    expect(await world.share("bob", path, Buffer.alloc(0))).toMatchObject({ status: 400 });
    const wrong = await world.as("bob", "POST", path, { file: "x" });
    expect(wrong).toMatchObject({ status: 400 });
    const app = await world.rest.apps.get(world.rest.appKey);
    const large = Buffer.alloc(app.settings.maxFileBytes + 1, 97);
    expect(await world.share("bob", path, large)).toMatchObject({ status: 413 });
    for (const query of ["?pagenum=0", "?pagesize=0", "?pagesize=1001", "?pagenum=x"]) {
      expect(await world.as("bob", "GET", `${path}${query}`), query).toMatchObject({ status: 400 });
    }
    expect(await list("bob")).toEqual([]);

    const row = { app: muc.app, muc: muc.id, attachment: "", name: "", owner: "bob", size: 1, createdAt: 0 };
    const db = world.database.query<SharedFileTables>();
    const rows = Array.from({ length: MAX_SHARED_FILES }, (_, i) => ({
      ...row,
      id: `${i}`,
      expiresAt: i === 0 ? world.rest.now + 1 : null,
    }));
    for (let i = 0; i < rows.length; i += 1000)
      await db
        .insertInto("mucFile")
        .values(rows.slice(i, i + 1000))
        .execute();
    const before = await world.kept();
    expect(await world.share("bob", path, text("one too many"))).toMatchObject({
      status: 400,
      body: { error_description: "The quantity has exceeded the limit!" },
    });
    expect(await world.kept(), "nothing is left of it").toBe(before);
    world.rest.now += 1;
    await share("bob", "one has expired");
    expect(await sharedFileStore.count(db, muc)).toBe(MAX_SHARED_FILES);
    if (!isGroup) expect(await list("bob", "")).toHaveLength(MAX_SHARED_FILES);
  });
});
