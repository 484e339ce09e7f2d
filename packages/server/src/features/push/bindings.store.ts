import type { Kysely } from "kysely";
import type { Binding, Owner, PushTables } from "./tables.ts";

type Db = Kysely<PushTables>;

/** Which devices of a user a vendor's push service reaches, and how. */
export const bindingStore = {
  /** The device has this token now, and nobody else has it. */
  async bind(
    db: Db,
    { app, user }: Owner,
    binding: { deviceId: string; notifierName: string; deviceToken: string; at: number },
  ): Promise<void> {
    const { deviceId, notifierName, deviceToken, at: boundAt } = binding;
    await db
      .deleteFrom("pushBinding")
      .where("app", "=", app)
      .where("notifierName", "=", notifierName)
      .where("deviceToken", "=", deviceToken)
      .execute();
    await db
      .insertInto("pushBinding")
      .values({ app, username: user, deviceId, notifierName, deviceToken, boundAt })
      .onConflict((conflict) =>
        conflict.columns(["app", "username", "deviceId", "notifierName"]).doUpdateSet({ deviceToken, boundAt }),
      )
      .execute();
  },

  /** Undefined: from all notifiers. */
  async unbind(
    db: Db,
    { app, user }: Owner,
    { deviceId, notifierName }: { deviceId: string; notifierName: string | undefined },
  ): Promise<void> {
    await db
      .deleteFrom("pushBinding")
      .where("app", "=", app)
      .where("username", "=", user)
      .where("deviceId", "=", deviceId)
      .$if(notifierName !== undefined, (query) => query.where("notifierName", "=", notifierName ?? ""))
      .execute();
  },

  /** Keeps the `max` that were bound last. */
  async trim(db: Db, owner: Owner, max: number): Promise<void> {
    const all = await rows(db, owner).execute();
    for (const { deviceId, notifierName } of all.slice(max)) {
      await bindingStore.unbind(db, owner, { deviceId, notifierName });
    }
  },

  /** Those bound last first. By the primary key. */
  async list(db: Db, owner: Owner): Promise<Binding[]> {
    const all = await rows(db, owner).execute();
    return all.map(({ deviceId, notifierName, deviceToken }) => ({
      device_id: deviceId,
      notifier_name: notifierName,
      device_token: deviceToken,
    }));
  },
};

function rows(db: Db, { app, user }: Owner) {
  return db
    .selectFrom("pushBinding")
    .select(["deviceId", "notifierName", "deviceToken"])
    .where("app", "=", app)
    .where("username", "=", user)
    .orderBy("boundAt", "desc")
    .orderBy("deviceId")
    .orderBy("notifierName");
}
