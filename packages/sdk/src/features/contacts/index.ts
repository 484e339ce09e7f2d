import { ask, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { data, type Given, nothing, type Operation, operations, withAliases } from "../../core/operations.ts";
import type { ContactItem, ContactMethods, RosterData } from "../../types/contacts.ts";
import { tellOfContacts } from "./notices.ts";

const peer = { takes: "to", needs: "to:text", gives: nothing } as const;
const names = {
  needs: "name:names",
  body: ({ name }: Given) => ({ usernames: typeof name === "string" ? [name] : name }),
} as const;

/** As the server writes it. */
interface Entry {
  readonly username: string;
  readonly remark: string;
}

const TABLE: Record<string, Operation> = {
  addContact: {
    ...peer,
    call: "POST! /users/~/contacts/apply",
    takes: "to message",
    body: ({ to, message }) => ({ usernames: [to], reason: message }),
  },
  deleteContact: { ...peer, call: "DELETE! /users/~/contacts/users/:to" },
  acceptContactInvite: { ...peer, call: "POST! /users/~/contacts/accept/users/:to" },
  declineContactInvite: { ...peer, call: "POST! /users/~/contacts/decline/users/:to" },
  setContactRemark: {
    call: "PUT! /users/~/contacts/users/:userId",
    needs: "userId:text remark:string",
    body: "remark",
    gives: nothing,
  },
  getAllContacts: {
    call: "GET /users/~/contacts/users",
    query: () => ({ needReturnRemark: true }),
    gives: data((answer) => toItems(answer.entities)),
  },
  getContactsWithCursor: {
    call: "GET /users/~/contacts",
    needs: "pageSize?:number",
    query: ({ pageSize = 20, cursor = "" }) => ({ needReturnRemark: true, limit: pageSize, cursor }),
    gives: data(({ data: page }) => ({ cursor: page?.cursor || "", contacts: toItems(page?.contacts) })),
  },
  getBlocklist: { call: "GET /users/~/blocks/users" },
  addUsersToBlocklist: {
    ...names,
    call: "POST! /sdk/user/~/blocks",
    gives: data((answer) => ({ userIds: answer.data || [] })),
  },
  removeUserFromBlocklist: { ...names, call: "DELETE! /sdk/user/~/blocks", gives: nothing },
};

const ALIASES =
  "acceptInvitation=acceptContactInvite declineInvitation=declineContactInvite removeRoster=deleteContact " +
  "getRoster=getContacts getBlacklist=getBlocklist addToBlackList=addUsersToBlocklist " +
  "addUsersToBlacklist=addUsersToBlocklist removeFromBlackList=removeUserFromBlocklist " +
  "removeUserFromBlackList=removeUserFromBlocklist";

/** Contacts, remarks and the blocklist (API 3.6). */
export const contacts: Feature<ContactMethods> = (client) => {
  tellOfContacts(client);
  const getContacts: ContactMethods["getContacts"] = (params) => {
    const asked = ask(client, { method: "GET", path: `/users/${userOf(client)}/contacts/users` });
    const rosters = asked.then(({ data: ids }) => toRosters(client, ids || []));
    // The callback of old gets more than the promise.
    return tell(client, params, rosters, () => asked);
  };
  return withAliases({ ...operations<ContactMethods>(client, TABLE), getContacts }, ALIASES);
};

const toItems = (entries: readonly Entry[] = []): ContactItem[] =>
  entries.map(({ username, remark }) => ({ userId: username, remark }));

function toRosters({ config, identity }: Client, ids: readonly string[]): RosterData[] {
  const { user = "", resource = "" } = identity || {};
  const jid = { appKey: config.appKey, name: user, domain: "easemob.com", clientResource: resource };
  return ids.map((name) => ({ name, subscription: "both", jid }));
}
