import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { BindingService } from "./bindings.service.ts";

const OwnPath = Type.Object({ user: Type.String() });

/** Devices that notices go to (PSH-01, 02). Official web clients bind through the account (USER-1). */
export function bindingEndpoints(service: BindingService): Endpoint[] {
  return [
    endpoint({
      name: "bindPushDevice",
      method: "PUT",
      path: "/users/:user/push/binding",
      summary: "Bind a device to a push service, or unbind it (PSH-01)",
      access: "self",
      params: OwnPath,
      body: Type.Object({ device_id: Type.String(), notifier_name: Type.String(), device_token: Type.String() }),
      async handle({ appKey, params, body }) {
        const bindings = await service.bind({ app: appKey, user: params.user }, body);
        const isUnbound = body.notifier_name === "" || body.device_token === "";
        return { entities: isUnbound ? [] : bindings.filter(({ device_id }) => device_id === body.device_id) };
      },
    }),
    endpoint({
      name: "listPushDevices",
      method: "GET",
      path: "/users/:user/push/binding",
      summary: "The devices of a user that are bound to push services (PSH-02)",
      access: "self",
      params: OwnPath,
      async handle({ appKey, params }) {
        return { entities: await service.list({ app: appKey, user: params.user }) };
      },
    }),
  ];
}
