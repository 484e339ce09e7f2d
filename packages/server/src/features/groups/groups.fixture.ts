/** Groups on a real store, with people whose devices say what they have been told. */
import { decode, MetaNameSpace, MucBody, MucBodyOperation } from "@rondo/protocol";
import type { Device } from "../../timeline/index.ts";
import { type Chat, device, openChat } from "../messages/chat.fixture.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

/** One event as a client reads it: what, said of whom, about whom, and the rest where there is any. */
export interface Told {
  readonly op: string;
  readonly from: string;
  readonly about?: string;
  readonly reason?: string;
  readonly members?: readonly string[];
  readonly count?: number;
  readonly info?: unknown;
}

const PEOPLE = ["alice", "bob", "carol", "dave", "erin"];

const operationNames = new Map(Object.entries(MucBodyOperation).map(([name, number]) => [number as number, name]));

export async function openWorld(people: readonly string[] = PEOPLE) {
  const chat: Chat = await openChat({ people: [...people] });
  /** Devices begin to receive from now on. */
  const devices = [...people.map((user) => device(user)), device("alice", "pad")];
  for (const each of devices) await chat.receive(each);

  const call = (
    user: string | undefined,
    name: string,
    given: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown } = {},
  ) => chat.call(name, { user, ...(user === undefined ? {} : { resource: "phone" }), ...given });

  return {
    chat,
    call,

    /** Answers the id of a group that `owner` creates. */
    async create(owner: string, wish: Record<string, unknown> = {}): Promise<string> {
      const defaults = { groupname: "friends", allowinvites: true, invite_need_confirm: false, maxusers: 200 };
      const { data } = await call(owner, "createGroup", { body: { ...defaults, ...wish } });
      return data.groupid;
    },

    /** What the device has been told of groups since the last time; the texts of messages besides. */
    async told(who: string | Device): Promise<Told[]> {
      const received = await chat.receive(typeof who === "string" ? device(who) : who);
      return received
        .filter(({ meta }) => meta.ns === MetaNameSpace.MUC)
        .map(({ meta }) => toTold(decode(MucBody, meta.payload ?? new Uint8Array())));
    },

    /** The same as `told` for several people; each line is `operation from>about`. */
    async lines(...whom: ReadonlyArray<string | Device>): Promise<string[][]> {
      const all: string[][] = [];
      for (const who of whom) {
        all.push((await this.told(who)).map(({ op, from, about }) => `${op} ${from}${about ? `>${about}` : ""}`));
      }
      return all;
    },

    /** Nobody has anything to receive afterwards. */
    async settle(): Promise<void> {
      for (const each of devices) await chat.receive(each);
    },

    details: async (user: string | undefined, id: string) =>
      (await call(user, "readGroups", { params: { ids: id } })).data[0],

    members: async (id: string): Promise<string[]> =>
      (await chat.muc.members(chat.app, id)).map(({ username }) => username).sort(),

    close: () => chat.close(),
  };
}

function toTold(body: MucBody): Told {
  const { operation = 0, from, to, reason, members, mucMemberCount: count, eventInfo } = body;
  const about = to?.[0]?.name;
  return {
    op: operationNames.get(operation) ?? String(operation),
    from: from?.name ?? "",
    ...(about === undefined ? {} : { about }),
    ...(reason ? { reason } : {}),
    ...(members === undefined || members.length === 0 ? {} : { members }),
    ...(count === undefined ? {} : { count }),
    ...(eventInfo?.ext === undefined ? {} : { info: JSON.parse(eventInfo.ext) }),
  };
}

export const pad = device("alice", "pad");
