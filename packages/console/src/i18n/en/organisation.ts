import type { Same } from "../translation.ts";
import type * as zh from "../zh-CN/organisation.ts";

export const organisation: Same<typeof zh.organisation> = {
  one: "Organisation",
  create: "Create organisation",
  createHint: "It has applications and members of its own.",
  firstHint:
    "You are in no organisation yet. Create one for your applications, or ask the owner of another to invite you.",
  name: "Organisation ID",
  nameHint: "First half of each AppKey (organisation#application); cannot be changed later.",
  title: "Organisation name",
  about: "About the organisation",
  yourRole: "Your role",
  members: "Members",
  createdAt: "Created",
  rename: "Change the name",
};

export const members: Same<typeof zh.members> = {
  one: "Member",
  hint: "Members manage all applications of the organisation, as far as their role allows.",
  empty: "No members",
  invite: "Invite member",
  inviteSubmit: "Send invitation",
  invitationSent: "The invitation is on its way to {{email}}",
  resend: "Send invitation again",
  role: "Role",
  remark: "Remark",
  state: "State",
  active: "Active",
  invited: "Invited",
  invitedUntil: "Invited, until {{at}}",
  secondFactor: "Second factor",
  on: "On",
  off: "Off",
  lastSeen: "Last seen",
  removeTitle: "Remove {{name}}?",
  removeHint: "Access to all applications of the organisation ends at once.",
  withdrawHint: "The link of the invitation will not work any more.",
  removed: "Removed",
  roles: "Roles and rights",
  rolesHint: "Rights reach all applications of the organisation.",
  right: "Right",
  roleHint: {
    owner: "everything",
    administrator: "manages applications, users and messages",
    developer: "sees applications and users",
  },
};

export const rights: Same<typeof zh.rights> = {
  organisation: { view: "See the organisation and its applications", change: "Rename the organisation" },
  members: { view: "See members", change: "Invite, change and remove members" },
  operations: { view: "See the operation log" },
  apps: {
    create: "Create applications",
    change: "Change applications and their features",
    disable: "Disable and enable applications",
    delete: "Delete applications and undo it",
  },
  secret: { rotate: "Rotate client secrets" },
  users: {
    view: "See users",
    test: "Make throw-away users",
    change: "Create, change, block and delete users",
  },
  messages: { view: "See messages", change: "Recall and delete messages", export: "Export messages" },
};

export const operations: Same<typeof zh.operations> = {
  hint: "Every change in the organisation: who, what, when, from where.",
  empty: "Nothing here",
  at: "Time",
  action: "Operation",
  app: "Application",
  changes: "Changes",
  actor: "By",
  server: "The server",
  commandLine: "Command line",
  secretChanged: "changed (not shown)",
  nothing: "(nothing)",
  filter: {
    app: "Application",
    accountId: "By",
    action: "Operation",
    since: "From",
    until: "Until",
  },
};

export const actions: Same<typeof zh.actions> = {
  app: {
    created: "Application created",
    changed: "Application changed",
    "settings-changed": "Features changed",
    disabled: "Application disabled",
    enabled: "Application enabled",
    "secret-rotated": "Secret rotated",
    "previous-secret-ended": "Old secret ended",
    "deletion-asked-for": "Deletion requested",
    "deletion-undone": "Deletion undone",
    deleted: "Application deleted",
  },
  user: {
    created: "User created",
    renamed: "User’s nickname changed",
    "attributes-changed": "Attributes changed",
    "signed-out": "User forced out",
    blocked: "User blocked",
    unblocked: "User unblocked",
    "password-reset": "User’s password reset",
    "token-made": "User’s token made",
    "test-user-made": "Throw-away user made",
    removed: "User deleted",
  },
  message: { recalled: "Message recalled", removed: "Message deleted" },
  messages: { exported: "Messages exported" },
  member: {
    invited: "Member invited",
    "invited-again": "Invitation sent again",
    joined: "Member joined",
    changed: "Member changed",
    removed: "Member removed",
  },
  organisation: { created: "Organisation created", changed: "Organisation changed" },
  account: {
    changed: "Account changed",
    "password-changed": "Password changed",
    "password-reset": "Password reset",
    "second-factor-on": "Second factor turned on",
    "second-factor-off": "Second factor turned off",
  },
};
