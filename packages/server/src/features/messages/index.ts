import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import type { Users } from "../users/api.ts";
import type { Messages } from "./api.ts";
import { KnownUsers } from "./known-users.ts";
import { MessageService } from "./messages.service.ts";

export type { Ack, Messages, Sender, Submission } from "./api.ts";

export function createMessages(deps: {
  timelines: Timelines;
  users: Users;
  conversations: Pick<Conversations, "markRead">;
  bus: Bus;
  clock: Clock;
  log: Logger;
}): Messages {
  const { timelines, users, conversations, bus, clock, log } = deps;
  return new MessageService({
    timelines,
    knownUsers: new KnownUsers({ users, bus }),
    conversations,
    clock,
    onFault: (error, { device }) => log.error({ err: error, app: device.app, user: device.user }, "a message failed"),
  });
}
