import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Migration } from "../database.ts";
import { isDuplicateKey } from "../database-error.ts";
import { openSqlite, type SqliteDatabase } from "./index.ts";

interface Tables {
  city: { name: string; population: number | null; isCapital: number | boolean };
}

const cities: Migration = {
  name: "2026-01-01-cities",
  up: async (db) => {
    await db.schema
      .createTable("city")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("population", "bigint")
      .addColumn("is_capital", "integer", (column) => column.notNull())
      .execute();
  },
};
const rivers: Migration = {
  name: "2026-01-02-rivers",
  up: async (db) => {
    await db.schema.createTable("river").addColumn("name", "text").execute();
  },
};
const broken: Migration = {
  name: "2026-01-03-broken",
  up: async (db) => {
    await db.schema.createTable("lake").addColumn("name", "text").execute();
    throw new Error("half way");
  },
};

let dir: string;
const open: SqliteDatabase[] = [];

async function start(migrations: readonly Migration[] = [cities], at = dir): Promise<SqliteDatabase> {
  const database = await openSqlite({ dir: at, migrations });
  open.push(database);
  return database;
}

const bern = { name: "Bern", population: 134_000, isCapital: true };
const names = async (database: SqliteDatabase) =>
  (await database.query<Tables>().selectFrom("city").select("name").orderBy("name").execute()).map((row) => row.name);
const add = (database: Pick<SqliteDatabase, "query">, name: string) =>
  database.query<Tables>().insertInto("city").values({ name, population: null, isCapital: false }).execute();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-test-"));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()));
  await rm(dir, { recursive: true, force: true });
});

describe("statements", () => {
  it("stores and reads rows in camelCase", async () => {
    const database = await start();
    await database.query<Tables>().insertInto("city").values(bern).execute();
    const rows = await database.query<Tables>().selectFrom("city").selectAll().execute();
    expect(rows).toEqual([{ ...bern, isCapital: 1 }]);
  });

  it("says how many rows a statement has changed", async () => {
    const database = await start();
    await Promise.all(["a", "b", "c"].map((name) => add(database, name)));
    const result = await database.query<Tables>().deleteFrom("city").where("name", "<>", "b").executeTakeFirst();
    expect(result.numDeletedRows).toBe(2n);
  });

  it("recognises a key that is taken, and undoes nothing but that statement", async () => {
    const database = await start();
    const results = await Promise.allSettled(["a", "b", "a", "c"].map((name) => add(database, name)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(isDuplicateKey((results[2] as PromiseRejectedResult).reason)).toBe(true);
    expect(await names(database)).toEqual(["a", "b", "c"]);
  });

  it("keeps what was written when it is opened again", async () => {
    const first = await start();
    await add(first, "a");
    await first.close();
    expect(await names(await start())).toEqual(["a"]);
  });

  it("vanishes on close when it is private", async () => {
    const first = await start([cities], ":memory:");
    await add(first, "a");
    expect(await names(first)).toEqual(["a"]);
    await first.close();
    expect(await names(await start([cities], ":memory:"))).toEqual([]);
  });
});

describe("transactions", () => {
  it("commits all or nothing", async () => {
    const database = await start();
    await database.inTransaction(async (tx) => {
      await add(tx, "a");
      await add(tx, "b");
    });
    const failing = database.inTransaction(async (tx) => {
      await add(tx, "c");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await names(database)).toEqual(["a", "b"]);
  });

  it("lets nobody outside see or interleave with an open one", async () => {
    const database = await start();
    let other: Promise<unknown> | undefined;
    await database.inTransaction(async (tx) => {
      await add(tx, "a");
      other = add(database, "z");
      expect(await names(database)).toEqual([]);
      await add(tx, "b");
      const inside = await tx.query<Tables>().selectFrom("city").select("name").execute();
      expect(inside.map(({ name }) => name)).toEqual(["a", "b"]);
    });
    await other;
    expect(await names(database)).toEqual(["a", "b", "z"]);
  });

  it("runs concurrent ones after each other", async () => {
    const database = await start();
    await add(database, "counter");
    const increment = () =>
      database.inTransaction(async (tx) => {
        const city = await tx.query<Tables>().selectFrom("city").selectAll().executeTakeFirstOrThrow();
        await tx
          .query<Tables>()
          .updateTable("city")
          .set({ population: (city.population ?? 0) + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 50 }, increment));
    const city = await database.query<Tables>().selectFrom("city").selectAll().executeTakeFirstOrThrow();
    expect(city.population).toBe(50);
  });

  it("waits for an open one before it closes", async () => {
    const database = await start();
    const work = database.inTransaction(async (tx) => {
      await add(tx, "a");
      await new Promise(setImmediate);
      await add(tx, "b");
    });
    await new Promise(setImmediate);
    await Promise.all([work, database.close()]);
    expect(await names(await start())).toEqual(["a", "b"]);
  });
});

describe("migrations", () => {
  it("applies what is missing, once", async () => {
    await (await start([cities])).close();
    await (await start([rivers, cities])).close();
    const database = await start([cities, rivers]);
    const tables = await database.query<unknown>().introspection.getTables();
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(["city", "river"]));
  });

  it("undoes one that fails and can be started again", async () => {
    await expect(openSqlite({ dir, migrations: [cities, broken] })).rejects.toThrow("half way");
    const database = await start([cities]);
    const tables = await database.query<unknown>().introspection.getTables();
    expect(tables.map(({ name }) => name)).not.toContain("lake");
  });

  it("[TL16] refuses a database that a newer version has written", async () => {
    await (await start([cities, rivers])).close();
    await expect(openSqlite({ dir, migrations: [cities] })).rejects.toThrow(/newer version.*2026-01-02-rivers/);
  });
});

describe("the data directory", () => {
  it("[TL1] belongs to one process, and the refusal names both", async () => {
    await start();
    await expect(openSqlite({ dir, migrations: [cities] })).rejects.toThrow(
      `the data directory ${dir} is in use by process ${process.pid}`,
    );
  });

  it("[TL1] is free again after its owner was killed", async () => {
    const script = `
      const { openSqlite } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      await openSqlite({ dir: ${JSON.stringify(dir)}, migrations: [] });
      console.log("open");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await expect(openSqlite({ dir, migrations: [] })).rejects.toThrow(`in use by process ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await names(await start())).toEqual([]);
  });
});

it("tells when its thread has ended by itself, and refuses everything from then on", async () => {
  const database = await start();
  const module =
    "export const procedures = () => ({ table: { fail: () => void setImmediate(() => { throw new Error('fault') }) } })";
  const { read } = await database.procedures<{ fail: (nothing: undefined) => void }>(
    new URL(`data:text/javascript,${encodeURIComponent(module)}`),
  );
  // Its answer may be overtaken by the news of the thread's end.
  await Promise.allSettled([read("fail", undefined)]);
  expect((await database.failed).message).toBe("fault");
  await expect(database.query<Tables>().selectFrom("city").selectAll().execute()).rejects.toThrow("fault");
});
