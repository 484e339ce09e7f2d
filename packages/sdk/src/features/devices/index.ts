import { ask, userOf } from "../../core/calls.ts";
import type { Feature } from "../../core/client.ts";
import type { DeviceMethods } from "../../types/methods.ts";
import { tellOfOtherDevices } from "./notices.ts";

export const devices: Feature<DeviceMethods> = (client) => {
  tellOfOtherDevices(client);
  return {
    getSelfIdsOnOtherPlatform: async () => {
      const answer = await ask(client, { method: "GET", path: `/users/${userOf(client)}/resources` });
      const { user, resource } = client.identity || {};
      const list = Array.isArray(answer.data) ? answer.data : [];
      // The server's list of `{ res, device_uuid, device_name }`.
      const resources = list.map((device: { res: string }) => device.res);
      const data = resources.filter((other) => other !== resource).map((other) => `${user}/${other}`);
      return Object.assign(answer, { data });
    },
  };
};
