import type { KeyValueStorage } from "../core/platform.ts";
import { firstOf, type Host, invoke } from "./host.ts";

/** How a host's synchronous storage calls are made. */
interface StorageDialect {
  get(key: string): unknown;
  set(key: string, value: string): unknown;
  remove(key: string): unknown;
}

/** `getStorageSync(key)`: WeChat and the hosts like it. */
export const plainStorage = (host: Host): KeyValueStorage =>
  forgiving({
    get: (key) => invoke(host, "getStorageSync", key),
    set: (key, value) => invoke(host, "setStorageSync", key, value),
    remove: (key) => invoke(host, "removeStorageSync", key),
  });

/** `getStorageSync({key}).data`: Alipay and its relatives. */
export const objectStorage = (host: Host): KeyValueStorage =>
  forgiving({
    get: (key) => firstOf(invoke(host, "getStorageSync", { key }), "data"),
    set: (key, data) => invoke(host, "setStorageSync", { key, data }),
    remove: (key) => invoke(host, "removeStorageSync", { key }),
  });

/** What is stored is a copy of what is in memory: a host that has no storage, or has no room left, is no error. */
export function forgiving(dialect: StorageDialect): KeyValueStorage {
  const attempt = (run: () => unknown): unknown => {
    try {
      return run();
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => {
      const value = attempt(() => dialect.get(key));
      // WeChat reads what is missing as an empty text.
      return typeof value === "string" && value !== "" ? value : undefined;
    },
    set: (key, value) => void attempt(() => dialect.set(key, value)),
    remove: (key) => void attempt(() => dialect.remove(key)),
  };
}

export function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}
