import type { Message } from "../../../people/messages.ts";
import type { Person } from "../../../people/person.ts";
import { expectRefusal } from "../../expect.ts";
import type { Stage } from "../../flow.ts";
import { expectGroupRefusal } from "../group-cast.ts";
import type { Method, Words } from "./words.ts";

export interface MucEvent {
  readonly operation: string;
  readonly id: string;
  readonly from?: string;
  readonly userId?: string;
  readonly announcement?: string;
  readonly muteTimestamp?: Readonly<Record<string, number>>;
}

/** An owner at two devices, an administrator, and two members; all of them online. */
export interface Party {
  readonly words: Words;
  readonly stage: Stage;
  readonly id: string;
  readonly owner: Person;
  readonly tablet: Person;
  readonly admin: Person;
  readonly bob: Person;
  readonly carol: Person;
  /** A member of a group who is registered and has not signed in yet. Nobody in a room. */
  readonly later: Person | undefined;
}

export async function party(stage: Stage, words: Words): Promise<Party> {
  const { venue } = stage;
  const arrivals = await Promise.all(["owner", "admin", "bob", "carol"].map((name) => venue.arrive(name)));
  const [owner, admin, bob, carol] = arrivals;
  if (!owner || !admin || !bob || !carol) throw new Error("four were invited");
  const tablet = await venue.arriveAgain(owner);
  let later: Person | undefined;
  let id: string;
  if (words.kind === "group") {
    later = await venue.sit("later");
    await later.register();
    const members = [admin, bob, carol, later].map((person) => person.id);
    const answer = await owner.call<{ data: { groupId: string } }>("createGroupVNext", {
      groupName: "friends",
      members,
    });
    id = answer.data.groupId;
  } else {
    const body = { name: "hall", description: "for all", maxusers: 50, owner: owner.id, members: [] };
    id = ((await stage.admin.expect("POST", "/chatrooms", body)) as { data: { id: string } }).data.id;
    for (const each of [admin, bob, carol]) await each.call("joinChatRoom", { roomId: id });
  }
  const made: Party = { words, stage, id, owner, tablet, admin, bob, carol, later };
  await call(made, owner, "addAdmin", { username: admin.id });
  await settle(made, [owner, tablet, admin, bob, carol]);
  return made;
}

/** Calls what the SDK calls so here, and answers its `data`. */
export async function call<T = unknown>(
  { words, id }: Party,
  who: Person,
  method: Method,
  more: Record<string, unknown> = {},
): Promise<T> {
  const isOfFiles = method === "announcement" || method === "announce" || method === "files" || method === "removeFile";
  const target = { [isOfFiles ? words.fileId : words.id]: id };
  return (await who.call<{ data: T }>(words.methods[method], { ...target, ...more })).data;
}

export const event = (
  { words, id }: Party,
  who: Person,
  operation: string,
  accepts: (event: MucEvent) => boolean = () => true,
): Promise<MucEvent> =>
  who.waitFor<MucEvent>(words.event, (each) => each.operation === operation && each.id === id && accepts(each));

const marks = new WeakMap<Person, number>();
let ends = 0;

/**
 * What each of them has been told since the last time, as `operation from about`, when nothing more is to come: the
 * application announces something to all, and what is told to a group or room arrives in its order.
 */
export async function settle(at: Party, people: readonly Person[]): Promise<string[][]> {
  const { words, stage, id } = at;
  const names = new Map(
    Object.entries({ owner: at.owner, admin: at.admin, bob: at.bob, carol: at.carol }).map(([name, { id }]) => [
      id,
      name,
    ]),
  );
  if (at.later) names.set(at.later.id, "later");
  const end = `end ${++ends}`;
  await stage.admin.expect("POST", `/${words.path}/${id}/announcement`, { announcement: end });
  return Promise.all(
    people.map(async (person) => {
      await event(at, person, "updateAnnouncement", ({ announcement }) => announcement === end);
      const told = person.events.all<MucEvent>(words.event, (each) => each.id === id, marks.get(person) ?? 0);
      marks.set(person, person.events.mark());
      return told
        .filter(({ announcement }) => !announcement?.startsWith("end "))
        .map(({ operation, from, userId }) =>
          [operation, from, userId]
            .filter(Boolean)
            .map((word) => names.get(word ?? "") ?? word)
            .join(" "),
        );
    }),
  );
}

export const say = (at: Party, who: Person, msg: string) =>
  who.send("txt", { chatType: at.words.chatType, msg }, at.id);

/** Somebody is there who hears this text. */
export const hears = (who: Person, text: string): Promise<Message> =>
  who.waitFor<Message>("onTextMessage", ({ msg }) => msg === text);

/** Who is told what befalls a member: in groups owner and administrators too, in rooms the member only. */
export const toManagers = ({ words }: Party, line: string): string[] => (words.kind === "group" ? [line] : []);

/** Who is no member is told so. */
export const expectOutside = ({ words }: Party, who: Person, refused: Promise<unknown>): Promise<unknown> =>
  words.kind === "group" ? expectGroupRefusal(who, refused, 602) : expectRefusal(refused, 702);
