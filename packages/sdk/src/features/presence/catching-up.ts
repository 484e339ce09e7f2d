import type { Client } from "../../core/client.ts";
import type { Status } from "../../core/session.ts";
import type { PresenceMethods, PresenceType } from "../../types/presence.ts";
import { toPresence, type Value } from "./notices.ts";

/** Of one query (API 3.8). */
const MAX_USERS = 100;

/**
 * Subscriptions outlive a connection, but nobody keeps what changes meanwhile: after a reconnect those who were subscribed to
 * since the login are asked for, and what is not as it was told is told.
 */
export function catchingUp({ events, log }: Client, methods: PresenceMethods): void {
  const { subscribePresence, unsubscribePresence, getPresenceStatus } = methods;
  /** What was told last of each, as text. */
  const known = new Map<string, string>();
  let isAway = false;

  const read = ({ data }: { data?: unknown }): PresenceType[] =>
    (data as { result: readonly Value[] }).result.map(toPresence); // as the server says it

  const catchUp = async (): Promise<void> => {
    const before = Array.from(known);
    for (let at = 0; at < before.length; at += MAX_USERS) {
      const some = before.slice(at, at + MAX_USERS);
      const now = read(await getPresenceStatus({ usernames: some.map(([user]) => user) }));
      // Whom the server has told of while we were asking is known better.
      const told = new Map(some.filter(([user, text]) => known.get(user) === text));
      const news = now.filter((each) => told.has(each.userId) && told.get(each.userId) !== JSON.stringify(each));
      if (news.length > 0) events.emit("onPresenceStatusChange", news);
    }
  };

  events.add("rondo:presence", {
    onStatusChange: (status: Status) => {
      if (status.is === "connecting" && status.isLogin) known.clear();
      if (status.is === "waiting") isAway = true;
      if (status.is !== "online" || !isAway) return;
      isAway = false;
      catchUp().catch((error) => log.warn("presence could not be asked for", { error: String(error) }));
    },
    onPresenceStatusChange: (all: readonly PresenceType[]) => {
      for (const each of all) if (known.has(each.userId)) known.set(each.userId, JSON.stringify(each));
    },
  });

  methods.subscribePresence = async (params) => {
    const answer = await subscribePresence(params);
    for (const each of read(answer)) known.set(each.userId, JSON.stringify(each));
    return answer;
  };
  methods.unsubscribePresence = async (params) => {
    await unsubscribePresence(params);
    for (const user of params.usernames) known.delete(user.toLowerCase());
  };
}
