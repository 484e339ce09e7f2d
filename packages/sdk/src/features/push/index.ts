import type { Client, Feature } from "../../core/client.ts";
import { type Given, type Operation, operations, run } from "../../core/operations.ts";
import type { PushMethods } from "../../types/push.ts";
import { device } from "./device.ts";
import { tellOfSilentModes } from "./notices.ts";
import { OF_ALL, OF_CONVERSATIONS } from "./silent-modes.ts";

/** When the user wants notices, in which language, and on which device (API 3.14). */
export const push: Feature<PushMethods> = (client) => {
  tellOfSilentModes(client);
  return Object.assign(operations<PushMethods>(client, OF_ALL), ofConversations(client), device(client));
};

/** The server keeps those with users and those with groups apart. */
function ofConversations(client: Client): Record<string, (params: Given) => Promise<unknown>> {
  const methods: Record<string, (params: Given) => Promise<unknown>> = {};
  for (const name of Object.keys(OF_CONVERSATIONS)) {
    const operation = OF_CONVERSATIONS[name] as Operation; // one of its own keys
    methods[name] = (params) => {
      const kind = params?.type === "singleChat" ? "user" : "chatgroup";
      return run(client, operation, [Object.assign({}, params, { kind })]);
    };
  }
  return methods;
}
