import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import { lastMessageOf, toLastMessage } from "./last-messages.ts";
import type { Thread } from "./thread-events.ts";
import type { Actor, ThreadPage, ThreadService } from "./threads.service.ts";

/** Threads asked for at once (THR-12). */
const MAX_AT_ONCE = 20;

const ThreadPath = Type.Object({ thread: Type.String() });
const OwnPath = Type.Object({ thread: Type.String(), user: Type.String() });
const MemberPath = Type.Object({ thread: Type.String(), name: Type.String() });
const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  cursor: Type.Optional(Type.String()),
});

/** Threads of group messages (THR-1 to 12). */
export function threadEndpoints(threads: ThreadService, timelines: Timelines): Endpoint[] {
  return [...lifeEndpoints(threads), ...memberEndpoints(threads), ...listEndpoints(threads, timelines)];
}

function lifeEndpoints(threads: ThreadService): Endpoint[] {
  return [
    endpoint({
      name: "createThread",
      method: "POST",
      path: "/thread",
      summary: "Begins a thread on a message of a group (THR-1)",
      access: "user",
      body: Type.Object({
        name: Type.String(),
        msg_id: Type.Union([Type.String(), Type.Number()]),
        group_id: Type.Union([Type.String(), Type.Number()]),
        owner: Type.Optional(Type.String()),
      }),
      async handle(call) {
        const { name, msg_id, group_id, owner } = call.body;
        const wish = { name, message: String(msg_id), parent: String(group_id), owner };
        return { data: { thread_id: (await threads.create(actorOf(call), wish)).id } };
      },
    }),
    endpoint({
      name: "getThread",
      method: "GET",
      path: "/thread/:thread",
      summary: "A thread (THR-2)",
      access: "user",
      params: ThreadPath,
      async handle(call) {
        return { data: detail(await threads.get(actorOf(call), call.params.thread)) };
      },
    }),
    endpoint({
      name: "renameThread",
      method: "PUT",
      path: "/thread/:thread",
      summary: "Gives a thread another name (THR-3)",
      access: "user",
      params: ThreadPath,
      body: Type.Object({ name: Type.String() }),
      async handle(call) {
        await threads.rename(actorOf(call), call.params.thread, call.body.name);
        return { data: { name: call.body.name } };
      },
    }),
    endpoint({
      name: "destroyThread",
      method: "DELETE",
      path: "/thread/:thread",
      summary: "Ends a thread (THR-4)",
      access: "user",
      params: ThreadPath,
      async handle(call) {
        await threads.destroy(actorOf(call), call.params.thread);
        return { data: { status: "ok" } };
      },
    }),
  ];
}

function memberEndpoints(threads: ThreadService): Endpoint[] {
  return [
    endpoint({
      name: "joinThread",
      method: "POST",
      path: "/thread/:thread/user/:user/join",
      summary: "Joins a thread (THR-5)",
      access: "self",
      params: OwnPath,
      async handle(call) {
        const { thread, user } = call.params;
        return { data: { status: "ok", detail: detail(await threads.join({ ...actorOf(call), user }, thread)) } };
      },
    }),
    endpoint({
      name: "leaveThread",
      method: "DELETE",
      path: "/thread/:thread/user/:user/quit",
      summary: "Leaves a thread (THR-6)",
      access: "self",
      params: OwnPath,
      async handle(call) {
        const { thread, user } = call.params;
        await threads.leave({ ...actorOf(call), user }, thread);
        return { data: { status: "ok" } };
      },
    }),
    endpoint({
      name: "listThreadMembers",
      method: "GET",
      path: "/thread/:thread/users",
      summary: "Who is in a thread (THR-7)",
      access: "user",
      params: ThreadPath,
      query: Page,
      async handle(call) {
        const { cursor, limit = 20 } = call.query;
        const { users, nextCursor } = await threads.members(actorOf(call), call.params.thread, { cursor, limit });
        return { data: { affiliations: users }, properties: { cursor: nextCursor } };
      },
    }),
    endpoint({
      name: "removeThreadMember",
      method: "DELETE",
      path: "/thread/:thread/users/:name",
      summary: "Removes somebody from a thread (THR-8)",
      access: "user",
      params: MemberPath,
      async handle(call) {
        const { thread, name } = call.params;
        return { data: { result: await threads.remove(actorOf(call), thread, name), user: name } };
      },
    }),
  ];
}

function listEndpoints(threads: ThreadService, timelines: Timelines): Endpoint[] {
  return [
    endpoint({
      name: "listJoinedThreads",
      method: "GET",
      path: "/threads/user/:user",
      summary: "The threads a user is in, newest first (THR-9)",
      access: "self",
      params: Type.Object({ user: Type.String() }),
      query: Page,
      async handle({ appKey, params, query }) {
        const { cursor, limit = 20 } = query;
        return listed(await threads.joined({ app: appKey, ...params }, { parent: undefined, cursor, limit }));
      },
    }),
    endpoint({
      name: "listJoinedThreadsOfGroup",
      method: "GET",
      path: "/threads/chatgroups/:group/user/:user",
      summary: "Those of one group (THR-10)",
      access: "self",
      params: Type.Object({ group: Type.String(), user: Type.String() }),
      query: Page,
      async handle({ appKey, params, query }) {
        const { cursor, limit = 20 } = query;
        const { group, user } = params;
        return listed(await threads.joined({ app: appKey, user }, { parent: group, cursor, limit }));
      },
    }),
    endpoint({
      name: "listThreads",
      method: "GET",
      path: "/threads/chatgroups/:group",
      summary: "The threads of a group, newest first (THR-11)",
      access: "user",
      params: Type.Object({ group: Type.String() }),
      query: Page,
      async handle(call) {
        const { cursor, limit = 20 } = call.query;
        return listed(await threads.ofGroup(actorOf(call), call.params.group, { cursor, limit }));
      },
    }),
    endpoint({
      name: "listLastThreadMessages",
      method: "POST",
      path: "/thread/message",
      summary: "The newest message of up to 20 threads (THR-12)",
      access: "user",
      body: Type.Object({ threadIds: Type.Array(Type.String()) }),
      async handle(call) {
        const { threadIds } = call.body;
        if (threadIds.length > MAX_AT_ONCE) throw new AppError("INVALID_ARGUMENT", "request body reaches limit.");
        const found = await threads.some(actorOf(call), threadIds);
        const entities = await Promise.all(
          found.map(async ({ app, id }) => ({
            thread_id: id,
            last_message: toLastMessage(await lastMessageOf(timelines, app, id)),
          })),
        );
        return { entities };
      },
    }),
  ];
}

function actorOf({ appKey, caller, resource }: Call<unknown, unknown, unknown>): Actor {
  return { app: appKey, user: caller.kind === "user" ? caller.username : undefined, resource };
}

function listed({ items, nextCursor }: ThreadPage) {
  return { entities: items.map(detail), properties: { cursor: nextCursor } };
}

function detail({ id, parent, message, muc }: Thread): Record<string, unknown> {
  return {
    id,
    name: muc.name,
    owner: muc.owner,
    created: muc.createdAt,
    affiliations_count: muc.memberCount,
    msgId: message,
    groupId: parent,
  };
}
