import type { Member, Muc, Role } from "../muc/index.ts";

/** Members shown with the details of a group (limits, section 4). */
const MAX_SHOWN = 10_000;

/** Older clients read the longer names: both are there. */
export function toName({ id, name }: Muc): Record<string, unknown> {
  return { id, groupid: id, name, groupname: name };
}

/** One of a user's groups, in the short list (GRP-3). */
export function toJoined(group: Muc & { role: Role }): Record<string, unknown> {
  return { ...toName(group), disabled: group.isDisabled, permission: group.role };
}

/** One of a user's groups, in the long list (GRP-4). */
export function toEntity(
  group: Muc & { role: Role },
  needs: { affiliations: boolean; role: boolean },
): Record<string, unknown> {
  return {
    ...toName(group),
    groupId: group.id,
    ...toProperties(group),
    ...(needs.affiliations ? { affiliations_count: group.memberCount } : {}),
    ...(needs.role ? { permission: group.role } : {}),
  };
}

/**
 * A group as one user sees it (GRP-6). `self`: undefined for who is no member.
 *
 * @param members in the order in which they are shown; who is no member sees the owner only.
 */
export function toDetails(
  group: Muc,
  seen: { self: { role: Role; isShielded: boolean } | undefined; members: readonly Member[] },
): Record<string, unknown> {
  const { self, members } = seen;
  return {
    ...toName(group),
    ...toProperties(group),
    invite_need_confirm: group.invitesNeedConsent,
    custom: group.custom,
    mute: group.isMuted,
    shieldgroup: self?.isShielded ?? false,
    permission: self?.role ?? "none",
    affiliations_count: group.memberCount,
    affiliations: members.slice(0, MAX_SHOWN).map(toAffiliation),
  };
}

/** Administrators are shown as members here. */
function toAffiliation({ username, role, joinedAt }: Member): Record<string, unknown> {
  return { [role === "owner" ? "owner" : "member"]: username, joined_time: joinedAt };
}

function toProperties(group: Muc): Record<string, unknown> {
  return {
    description: group.description,
    avatar: group.avatar,
    owner: group.owner,
    created: group.createdAt,
    last_modified: group.modifiedAt,
    maxusers: group.maxUsers,
    membersonly: group.needsApproval,
    allowinvites: group.allowsInvites,
    public: group.isPublic,
    disabled: group.isDisabled,
  };
}
