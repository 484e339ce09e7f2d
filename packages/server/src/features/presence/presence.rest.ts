import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { PresenceService } from "./presence.service.ts";

const MAX_EXPIRY_SECONDS = 30 * 24 * 60 * 60;
const MAX_NUMBER = 2 ** 31 - 1;

const OwnPath = Type.Object({ user: Type.String() });
const Names = Type.Optional(Type.Array(Type.String()));
const NamesBody = Type.Object({ usernames: Names });

type Actor = { readonly appKey: string; readonly params: { user: string } };
const ownerOf = ({ appKey, params }: Actor) => ({ app: appKey, user: params.user });

/** Presence (PRES-1 to 5, PRS-01 to 05). Answers are in `result`, not in `data`. */
export function presenceEndpoints(service: PresenceService): Endpoint[] {
  return [
    endpoint({
      name: "publishPresence",
      method: "POST",
      path: "/users/:user/presence/:resource/:status",
      summary: "Publish a text, and what a device shows instead of online (PRES-1)",
      access: "self",
      params: Type.Object({
        user: Type.String(),
        resource: Type.String(),
        status: Type.Integer({ minimum: 0, maximum: MAX_NUMBER }),
      }),
      body: Type.Object({ ext: Type.Optional(Type.Union([Type.String(), Type.Null()])) }),
      async handle(call) {
        const { resource, status: number } = call.params;
        await service.publish(ownerOf(call), { resource, number, text: call.body.ext });
        return { result: "ok" };
      },
    }),
    endpoint({
      name: "subscribePresence",
      method: "POST",
      path: "/users/:user/presence/:expiry",
      summary: "Subscribe to the presence of users, for at most 30 days (PRES-2)",
      access: "self",
      params: Type.Object({
        user: Type.String(),
        expiry: Type.Integer({ minimum: 1, maximum: MAX_EXPIRY_SECONDS }),
      }),
      body: NamesBody,
      async handle(call) {
        const { expiry: seconds } = call.params;
        return { result: await service.subscribe(ownerOf(call), { names: call.body.usernames ?? [], seconds }) };
      },
    }),
    endpoint({
      name: "queryPresence",
      method: "POST",
      path: "/users/:user/presence",
      summary: "How users are now (PRES-3)",
      access: "self",
      params: OwnPath,
      body: NamesBody,
      async handle(call) {
        return { result: await service.query(ownerOf(call), call.body.usernames ?? []) };
      },
    }),
    endpoint({
      name: "unsubscribePresence",
      method: "DELETE",
      path: "/users/:user/presence",
      summary: "End subscriptions (PRES-4). The body is a list of names, or has one as `users` or `usernames`",
      access: "self",
      params: OwnPath,
      body: Type.Union([Type.Array(Type.String()), Type.Object({ users: Names, usernames: Names })]),
      async handle(call) {
        const { body } = call;
        await service.unsubscribe(ownerOf(call), Array.isArray(body) ? body : (body.usernames ?? body.users ?? []));
        return { result: "ok" };
      },
    }),
    endpoint({
      name: "listPresenceSubscriptions",
      method: "GET",
      path: "/users/:user/presence/sublist",
      summary: "Whom a user has subscribed to (PRES-5)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        // Official documents count from 1 and show 0 in an example.
        pageNum: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      }),
      async handle(call) {
        const { pageNum = 1, pageSize = 1 } = call.query;
        const page = { number: Math.max(1, pageNum), size: pageSize };
        return { result: await service.subscriptions(ownerOf(call), page) };
      },
    }),
  ];
}
