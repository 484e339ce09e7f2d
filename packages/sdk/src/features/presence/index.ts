import type { AsyncResult } from "../../core/calls.ts";
import type { Feature } from "../../core/client.ts";
import { type Given, nothing, type Operation, operations, run } from "../../core/operations.ts";
import type { PresenceMethods } from "../../types/presence.ts";
import { catchingUp } from "./catching-up.ts";
import { tellOfPresence } from "./notices.ts";

/** The server's `result` is where programs look for `data`. */
const withResult = (answer: AsyncResult): AsyncResult => Object.assign(answer, { data: { result: answer.result } });

const ofUsers = { needs: "usernames:full", body: "usernames", gives: withResult } as const;

const TABLE: Record<string, Operation> = {
  subscribePresence: {
    ...ofUsers,
    call: "POST /users/~/presence/:expiry",
    needs: "usernames:full expiry:number",
  },
  getPresenceStatus: { ...ofUsers, call: "POST /users/~/presence" },
  unsubscribePresence: {
    ...ofUsers,
    call: "DELETE /users/~/presence",
    body: ({ usernames }: Given) => usernames,
    gives: nothing,
  },
  getSubscribedPresencelist: {
    call: "GET /users/~/presence/sublist",
    needs: "pageNum:count pageSize:count",
    query: "pageNum pageSize",
    gives: withResult,
  },
};

/** `:device` is this one. */
const PUBLISH: Operation = {
  call: "POST /users/~/presence/:device/1",
  needs: "description:string",
  body: "ext=description",
  gives: nothing,
};

/** Who is online, and what they say of themselves (API 3.8). */
export const presence: Feature<PresenceMethods> = (client) => {
  tellOfPresence(client);
  const methods = operations<PresenceMethods>(client, TABLE, "getSubscribedPresenceList=getSubscribedPresencelist");
  catchingUp(client, methods);
  methods.publishPresence = (params) =>
    run(client, PUBLISH, [Object.assign({}, params, { device: client.identity?.resource || "" })]) as Promise<void>;
  return methods;
};
