import { expect } from "vitest";
import { expectRefusal } from "../../expect.ts";
import { call, event, expectOutside, type Party, settle } from "./cast.ts";

export async function announcement(at: Party): Promise<void> {
  const { owner, tablet, bob, later } = at;
  const text = "明天见 👋";
  expect(await call(at, owner, "announce", { announcement: text })).toEqual({ id: at.id, result: true });
  expect(await call(at, bob, "announcement")).toEqual({ announcement: text });
  if (later) await later.login();
  for (const each of [tablet, bob, ...(later ? [later] : [])]) {
    const told = await event(at, each, "updateAnnouncement", ({ announcement: said }) => said === text);
    expect(told).toMatchObject({ from: owner.id });
  }
  await call(at, owner, "announce", { announcement: "" });
  expect(await event(at, bob, "deleteAnnouncement")).toMatchObject({ from: owner.id });
  await expectRefusal(call(at, bob, "announce", { announcement: "mine" }), 603);
  await expectRefusal(call(at, owner, "announce", { announcement: "x".repeat(513) }), 603);
  const [owners] = await settle(at, [owner]);
  expect(owners).toEqual([]);
}

interface Shared {
  readonly file_id: string;
}

export async function sharedFiles(at: Party): Promise<void> {
  const { words, owner, admin, bob, carol, later } = at;
  const bytes = new TextEncoder().encode("for all of you");
  const file = { bytes, filename: "notes.txt", filetype: "text/plain" };
  const { data } = await bob.shareFile(words.kind, at.id, file);
  expect(data).toMatchObject({ group_id: at.id, file_size: bytes.byteLength, file_id: expect.any(String) });
  const id = String(data.file_id);
  for (const each of [owner, admin, carol]) expect(await event(at, each, "uploadFile")).toMatchObject({ from: bob.id });
  const pages = words.kind === "group" ? { pageNum: 1, pageSize: 10 } : {};
  const list = await call<Shared[]>(at, carol, "files", pages);
  expect(list).toMatchObject([{ file_id: id, file_owner: bob.id, file_size: bytes.byteLength }]);
  if (words.kind === "group") {
    expect((await carol.downloadShared(at.id, id)).toString()).toBe("for all of you");
    const outsider = await at.stage.venue.arrive("outsider");
    await expect(outsider.downloadShared(at.id, id)).rejects.toThrow();
    await expectOutside(at, outsider, call(at, outsider, "files", pages));
  }
  await expectRefusal(call(at, carol, "removeFile", { fileId: id }), 603);
  expect(await call(at, owner, "removeFile", { fileId: id })).toMatchObject({ file_id: id, result: true });
  for (const each of [bob, carol]) expect(await event(at, each, "deleteFile")).toMatchObject({ from: owner.id });
  expect(await call(at, carol, "files", pages)).toEqual([]);
  if (later) {
    await later.login();
    await event(at, later, "uploadFile");
    await event(at, later, "deleteFile");
  }
}
