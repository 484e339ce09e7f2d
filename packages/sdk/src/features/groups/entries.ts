/** The server's names of what a list of groups says of each, by ours. */
type Names = Readonly<Record<string, string>>;

export const SHORT: Names = { groupid: "id", groupname: "name" };
export const JOINED: Names = { groupid: "id", groupname: "name", disabled: "disabled", role: "permission" };
export const DETAILED: Names = {
  groupId: "groupId",
  groupName: "name",
  affiliationsCount: "affiliations_count",
  role: "permission",
  disabled: "disabled",
  approval: "membersonly",
  allowInvites: "allowinvites",
  description: "description",
  maxUsers: "maxusers",
  public: "public",
};

/** The entries of a list of the server, under our names; none when there is no list. */
export function renamed(list: unknown, names: Names): Array<Record<string, unknown>> {
  return (Array.isArray(list) ? list : []).map((entry: Readonly<Record<string, unknown>>) => {
    const shown: Record<string, unknown> = {};
    for (const name of Object.keys(names)) shown[name] = entry[names[name] as string]; // one of its own keys
    return shown;
  });
}
