/** Groups and rooms of a run, made by the application over REST. */
import { appTokenOf, callRest, inParallel, type ServerAddress } from "../accounts.ts";

const PARALLEL = 16;
/** Users that one call brings into a room. */
const ADDED_AT_ONCE = 100;

/** Gives its id. */
async function makeGroup(
  server: ServerAddress,
  group: { bearer: string; owner: string; members: readonly string[] },
): Promise<string> {
  const { bearer, owner, members } = group;
  const body = { groupname: "bench", desc: "", public: false, maxusers: 3000, owner, members };
  const { data } = await callRest(server, { method: "POST", path: "chatgroups", bearer, body });
  // As REST-01 is documented; anything else is found when the first message is refused.
  return (data as { groupid: string }).groupid;
}

/** Of an owner and one member. Gives their ids. */
export async function makeGroups(
  server: ServerAddress,
  groups: { count: number; owner: string; member: string },
): Promise<string[]> {
  const bearer = await appTokenOf(server);
  const ids: string[] = new Array(groups.count);
  await inParallel(groups.count, PARALLEL, async (i) => {
    ids[i] = await makeGroup(server, { bearer, owner: groups.owner, members: [groups.member] });
  });
  return ids;
}

/** The first of the names owns it, and all are in it. Gives its id. */
export async function makePlace(
  server: ServerAddress,
  { place, names }: { place: "group" | "room"; names: readonly string[] },
): Promise<string> {
  const bearer = await appTokenOf(server);
  const [owner = "", ...members] = names;
  if (place === "group") return makeGroup(server, { bearer, owner, members });
  const body = { name: "bench", description: "", maxusers: 10_000, owner, members: [] };
  const { data } = await callRest(server, { method: "POST", path: "chatrooms", bearer, body });
  // As ROOM-2 is documented.
  const { id } = data as { id: string };
  for (let i = 0; i < members.length; i += ADDED_AT_ONCE) {
    const usernames = members.slice(i, i + ADDED_AT_ONCE);
    await callRest(server, { method: "POST", path: `chatrooms/${id}/users`, bearer, body: { usernames } });
  }
  return id;
}
