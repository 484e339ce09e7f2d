/** Of a group that was changed, by our names, what the server calls it. */
const NAMES: Readonly<Record<string, string>> = {
  name: "name",
  description: "description",
  public: "public",
  approval: "members_only",
  allowInvites: "allow_user_invites",
  maxUsers: "max_users",
  inviteNeedConfirm: "invite_need_confirm",
  ext: "custom",
  lastModified: "last_modified",
  avatar: "avatar",
};
const FLAGS = ["public", "approval", "allowInvites", "inviteNeedConfirm"];

/** What has changed in a group, and nothing else. `text` is JSON (MSync 7.2). */
export function detailOf(text: string | undefined): Record<string, unknown> {
  // Written by the server; members are passed on.
  const said = JSON.parse(text || "{}") as Record<string, unknown>;
  const detail: Record<string, unknown> = {};
  for (const name of Object.keys(NAMES)) {
    const value = said[NAMES[name] as string] ?? (name === "name" ? said.title : undefined); // one of its own keys
    if (value === undefined) continue;
    // Numbers and flags come as texts as well.
    if (FLAGS.indexOf(name) >= 0) detail[name] = value === true || value === "true";
    else detail[name] = name === "lastModified" ? Number(value) : value;
  }
  return detail;
}
