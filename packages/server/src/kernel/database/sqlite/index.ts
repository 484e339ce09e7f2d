export type { Connection } from "./connection.ts";
export type { Connections, ProcedureSet, RemoteProcedures } from "./procedures.ts";
export { openSqlite, type SqliteDatabase, type SqliteOptions } from "./sqlite.ts";
