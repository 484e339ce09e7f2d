import type { Realm } from "../../realm/realm.ts";
import type { DeviceStorage } from "../storage.ts";
import { type Options, toOptions } from "../values.ts";
import { type Calls, failed, type Outcome, succeeded } from "./calls.ts";
import type { MyProfile } from "./profiles.ts";

/** The storage calls; the synchronous ones take `{key}` objects too and answer objects. */
export function myStorage(deps: {
  realm: Realm;
  storage: DeviceStorage;
  calls: Calls;
  profile: Pick<MyProfile, "storageSays">;
}): Record<string, unknown> {
  const { realm, storage, calls } = deps;
  const { done, missing } = deps.profile.storageSays;
  const set = (options: Options): Outcome => {
    switch (storage.set(String(options.key), options.data)) {
      case "ok":
        return succeeded(done);
      case "key too large":
        return failed(15, "single key data too large");
      case "full":
        return failed(14, "exceed max storage size");
    }
  };
  const get = (options: Options): Record<string, unknown> => {
    const data = storage.get(String(options.key));
    return data === undefined ? { ...missing, data: null } : { ...done, data };
  };
  const info = (): Record<string, unknown> => {
    const { keys, currentSizeKb, limitSizeKb } = storage.info();
    return { keys, currentSize: currentSizeKb, limitSize: limitSizeKb };
  };
  const both = (name: string, run: (options: Options) => Outcome): Record<string, unknown> => ({
    [name]: (given: unknown) => calls.promised(toOptions(given), run(toOptions(given))),
    [`${name}Sync`]: (given: unknown) => realm.adopt(run(toOptions(given)).result),
  });
  return {
    ...both("setStorage", set),
    ...both("getStorage", (options) => succeeded(get(options))),
    ...both("getStorageInfo", () => succeeded(info())),
    ...both("removeStorage", (options) => {
      storage.remove(String(options.key));
      return succeeded(done);
    }),
    ...both("clearStorage", () => {
      storage.clear();
      return succeeded();
    }),
  };
}
