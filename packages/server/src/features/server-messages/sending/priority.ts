import { type KeyValue, KeyValueValueType } from "@rondo/protocol";
import { AppError } from "../../../kernel/errors.ts";
import { type Members, textIn } from "../members.ts";

/** Of messages in rooms, in the order of the wire's numbers (MSync 6.4). */
const priorities = ["high", "normal", "low"] as const;
export type Priority = (typeof priorities)[number];

/** @throws AppError SEND_ILLEGAL. */
export function priorityIn(members: Members): Priority {
  const level = textIn(members, "chatroom_msg_level")?.toLowerCase() ?? "normal";
  const priority = priorities.find((each) => each === level);
  if (priority === undefined) throw new AppError("SEND_ILLEGAL", "param chatroom_msg_level is illegal");
  return priority;
}

export function priorityPair(priority: Priority): KeyValue {
  const value = String(priorities.indexOf(priority));
  return { key: "chatroom_msg_tag", type: KeyValueValueType.INT, varintValue: value };
}
