import type { Migration } from "../../../kernel/database/database.ts";

/** Finds a removed account on the lists of all groups and rooms. */
export const indexMucListsByUser: Migration = {
  name: "2026-11-28-muc-lists-of-user",
  async up(db) {
    for (const list of ["muc_mute", "muc_allow", "muc_block"]) {
      await db.schema.createIndex(`${list}_of_user`).on(list).columns(["app", "username"]).execute();
    }
  },
};
