/** Contacts and presence. */
import type { Person } from "../../people/person.ts";
import { type Cast, type Payload, type Row, sorted, type View, withAll, without } from "../explain.ts";

const contacts = async (who: Person): Promise<View> => ({
  contacts: sorted(
    (await who.call<{ data: Array<{ userId: string }> }>("getAllContacts")).data.map(({ userId }) => userId),
  ),
});

/** Alice invites somebody new; who of the two devices sees it, and what of it is the act. */
function befriending(
  event: string,
  sees: "inviter" | "invited",
  parts: {
    before?: (at: { alice: Person; dave: Person }) => Promise<unknown>;
    act: (at: { alice: Person; dave: Person }) => Promise<unknown>;
    isIn: boolean;
  },
): Row {
  return {
    event,
    async begin(cast: Cast) {
      const { alice, tablet } = cast;
      const dave = await cast.arrive("dave");
      await alice.call("addContact", dave.id, "hello");
      await dave.waitFor("onContactInvited");
      await parts.before?.({ alice, dave });
      const observer = sees === "inviter" ? tablet : dave;
      const other = sees === "inviter" ? dave : alice;
      // The observer may be away while it happens.
      const acting = sees === "inviter" ? dave : await cast.again(dave);
      return {
        observer,
        read: () => contacts(observer),
        act: () => parts.act({ alice, dave: acting }),
        apply(view, { from, to }: Payload) {
          if (from !== other.id && to !== other.id) return view;
          return { contacts: parts.isIn ? withAll(view.contacts, other.id) : without(view.contacts, other.id) };
        },
      };
    },
  };
}

const accept = ({ alice, dave }: { alice: Person; dave: Person }) => dave.call("acceptContactInvite", alice.id);

interface Presence {
  readonly uid: string;
  readonly ext: string;
  readonly expiry: string;
  readonly last_time: string;
  readonly status: Record<string, string>;
}

async function presence(who: Person, of: Person): Promise<View> {
  const query = { usernames: [of.id] };
  const { data } = await who.call<{ data: { result: Presence[] } }>("getPresenceStatus", query);
  const { ext, expiry, last_time: lastTime, status } = data.result[0] as Presence; // one was asked for
  return { ext, expiry: Number(expiry), lastTime: Number(lastTime), status };
}

export const peopleRows: Row[] = [
  befriending("onContactAgreed", "inviter", { act: accept, isIn: true }),
  befriending("onContactAdded", "invited", { act: accept, isIn: true }),
  befriending("onContactDeleted", "invited", {
    async before(at) {
      await accept(at);
      await at.dave.waitFor("onContactAdded");
    },
    act: ({ alice, dave }) => alice.call("deleteContact", dave.id),
    isIn: false,
  }),
  {
    event: "onPresenceStatusChange",
    async begin(cast) {
      const star = await cast.arrive("star");
      await cast.bob.call("subscribePresence", { usernames: [star.id], expiry: 3600 });
      return {
        observer: cast.bob,
        read: () => presence(cast.bob, star),
        act: () => star.call("publishPresence", { description: "忙碌" }),
        apply(view, changes) {
          const change = (changes as Payload[]).find(({ userId }) => userId === star.id);
          if (change === undefined) return view;
          const status = change.statusDetails.map(({ device, status }: Payload) => [device, String(status)]);
          const { ext, expire: expiry, lastTime } = change;
          return { ext, expiry, lastTime, status: Object.fromEntries(status) };
        },
      };
    },
  },
];
