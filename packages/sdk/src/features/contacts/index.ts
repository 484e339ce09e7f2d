import { ask, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { data, nothing, withAliases } from "../../core/operations.ts";
import type { ContactItem, ContactMethods, RosterData } from "../../types/contacts.ts";
import { lineMethods, type Readers } from "../muc/lines.ts";
import { tellOfContacts } from "./notices.ts";

/** REST 5.3. */
const LINES = `
addContact(to,message) POST! /users/~/contacts/apply usernames=to+ reason=message? >nothing
deleteContact(to) DELETE! /users/~/contacts/users/:to >nothing
acceptContactInvite(to) POST! /users/~/contacts/accept/users/:to >nothing
declineContactInvite(to) POST! /users/~/contacts/decline/users/:to >nothing
setContactRemark PUT! /users/~/contacts/users/:userId remark$ >nothing
getAllContacts GET /users/~/contacts/users needReturnRemark:true >all
getContactsWithCursor GET /users/~/contacts needReturnRemark:true limit=pageSize#?20 cursor?"" >page
getBlocklist GET /users/~/blocks/users
addUsersToBlocklist POST! /sdk/user/~/blocks usernames=name* >blocked
removeUserFromBlocklist DELETE! /sdk/user/~/blocks usernames=name* >nothing`;

const READERS: Readers = {
  nothing,
  all: data((answer) => toItems(answer.entities)),
  page: data(({ data: page }) => ({ cursor: page?.cursor || "", contacts: toItems(page?.contacts) })),
  blocked: data((answer) => ({ userIds: answer.data || [] })),
};

/** As the server writes it. */
interface Entry {
  readonly username: string;
  readonly remark: string;
}

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
  return withAliases({ ...lineMethods<ContactMethods>(client, LINES, READERS), getContacts }, ALIASES);
};

const toItems = (entries: readonly Entry[] = []): ContactItem[] =>
  entries.map(({ username, remark }) => ({ userId: username, remark }));

function toRosters({ config, identity }: Client, ids: readonly string[]): RosterData[] {
  const { user = "", resource = "" } = identity || {};
  const jid = { appKey: config.appKey, name: user, domain: "easemob.com", clientResource: resource };
  return ids.map((name) => ({ name, subscription: "both", jid }));
}
