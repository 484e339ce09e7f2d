import type { Config } from "./config.ts";
import type { Platform } from "./platform.ts";

/** Who this device is among the user's devices (MSync 3.8). */
export interface DeviceIdentity {
  /** As the server addresses it. */
  readonly resource: string;
  readonly uuid: string;
  readonly name: string;
}

/** The official key, so that an application that changes over keeps its devices. */
export const DEVICE_KEY = "localDeviceInfo";
const DEFAULT_NAME = "webim";

/** Made once per connection object: a device that changed its name with each reconnect would be a new one each time. */
export function deviceOf(config: Config, platform: Platform): DeviceIdentity {
  const own = config.isFixedDeviceId ? storedOrNew(config, platform) : fresh(config, platform, "random_");
  const { customOSPlatform } = config;
  if (customOSPlatform === undefined) return own;
  return {
    resource: `custom${customOSPlatform}_${own.uuid}`,
    uuid: own.uuid,
    name: config.customDeviceName || config.deviceId || own.name,
  };
}

function storedOrNew(config: Config, platform: Platform): DeviceIdentity {
  const stored = parse(platform.storage.get(DEVICE_KEY));
  if (stored !== undefined) return stored;
  const made = fresh(config, platform, "");
  const { resource: deviceId, name: deviceName, uuid: deviceUuid } = made;
  platform.storage.set(DEVICE_KEY, JSON.stringify({ deviceId, deviceName, deviceUuid }));
  return made;
}

function fresh({ deviceId, customOSPlatform }: Config, { name, clock }: Platform, prefix: string): DeviceIdentity {
  if (deviceId !== undefined && customOSPlatform === undefined) {
    const resource = `webim_${name}_${deviceId}`;
    return { resource, uuid: resource, name: resource };
  }
  const unique = prefix === "" ? clock.now() : `${clock.now()}${Math.floor(Math.random() * 1e6)}`;
  return { resource: `webim_${prefix}${name}_${unique}`, uuid: `${prefix}${name}_${unique}`, name: DEFAULT_NAME };
}

function parse(text: string | undefined): DeviceIdentity | undefined {
  if (text === undefined) return undefined;
  try {
    // Another program may have written here: every member is looked at.
    const { deviceId, deviceName, deviceUuid } = JSON.parse(text) as Record<string, unknown>;
    if (typeof deviceId !== "string" || typeof deviceUuid !== "string") return undefined;
    return { resource: deviceId, uuid: deviceUuid, name: typeof deviceName === "string" ? deviceName : DEFAULT_NAME };
  } catch (_) {
    return undefined; // not ours: it is replaced
  }
}
