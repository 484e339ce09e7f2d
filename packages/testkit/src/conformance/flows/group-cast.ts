import { EVENT_OF_KIND, type Message, type MessageKind, type SendResult } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { SdkError } from "../../people/sdk-error.ts";
import { expectRefusal } from "../expect.ts";
import type { Stage } from "../flow.ts";

export interface GroupEvent {
  readonly operation: string;
  readonly id: string;
  readonly from?: string;
  readonly userId?: string;
  readonly name?: string;
  readonly reason?: string;
  readonly memberCount?: number;
  readonly members?: readonly string[];
  readonly detail?: Record<string, unknown>;
  readonly attributes?: Record<string, string>;
}

/** Answers the id of a group that `owner` creates. */
export async function create(owner: Person, wish: Record<string, unknown> = {}): Promise<string> {
  const all = {
    groupName: "friends",
    description: "d",
    members: [],
    isPublic: false,
    inviteNeedConfirm: false,
    ...wish,
  };
  return (await owner.call<{ data: { groupId: string } }>("createGroupVNext", all)).data.groupId;
}

export const idsOf = (people: readonly Person[]): string[] => people.map(({ id }) => id);

/** The event of a group with this operation, seen or to come. */
export const event = (who: Person, operation: string, group: string, after = 0): Promise<GroupEvent> =>
  who.waitFor<GroupEvent>("onGroupEvent", (each) => each.operation === operation && each.id === group, { after });

/** What somebody has been told of a group. */
export const operationsOf = (who: Person, group: string, after = 0): string[] =>
  who.events.all<GroupEvent>("onGroupEvent", ({ id }) => id === group, after).map(({ operation }) => operation);

export const say = (
  from: Person,
  group: string,
  msg: string,
  more: Record<string, unknown> = {},
): Promise<SendResult> => from.send("txt", { chatType: "groupChat", msg, ...more }, group);

export const receives = (who: Person, sent: SendResult, kind: MessageKind = "txt"): Promise<Message> =>
  who.waitFor<Message>(EVENT_OF_KIND[kind], ({ id }) => id === sent.serverMsgId);

/** Owner, two members and somebody outside; `later` is a member who is registered and not online. */
export async function company(stage: Stage, wish: Record<string, unknown> = {}) {
  const { venue } = stage;
  const [alice, bob, carol] = [await venue.arrive("alice"), await venue.arrive("bob"), await venue.arrive("carol")];
  const later = await venue.sit("later");
  await later.register();
  const group = await create(alice, { members: idsOf([bob, carol, later]), ...wish });
  return { alice, bob, carol, later, group };
}

/** The types of refusals of REST calls: in mini programs the official SDK takes all groups for chat rooms; ours does not. */
const IN_MINI_PROGRAMS: Readonly<Record<number, number>> = { 602: 702, 605: 705, 606: 704 };

export async function expectGroupRefusal(who: Person, call: Promise<unknown>, type: number): Promise<unknown> {
  const mistaken = who.platform === "web" ? undefined : IN_MINI_PROGRAMS[type];
  const error: unknown = await call.catch((reason: unknown) => reason);
  const isOurs = error instanceof SdkError && error.fields.name === "ChatError";
  return expectRefusal(call, isOurs ? type : (mistaken ?? type));
}

/** What somebody sees of the history of a group, oldest first. */
export const history = async (who: Person, group: string, query: Record<string, unknown> = {}): Promise<Message[]> => {
  const page = { targetId: group, chatType: "groupChat", pageSize: 50, searchDirection: "down", ...query };
  return (await who.call<{ messages: Message[] }>("getHistoryMessages", page)).messages;
};

export const textsOf = (messages: Message[]): unknown[] => messages.map(({ msg }) => msg);
