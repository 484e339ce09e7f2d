/** Under which heading an endpoint stands in the documentation: the first whose pattern its route fits. */
const areas: ReadonlyArray<{ name: string; description: string; pattern: RegExp }> = [
  {
    name: "Tokens",
    description: "How an application's server, and its users, prove who they are.",
    pattern: /^\/token$|\/token\/expires$/,
  },
  {
    name: "Users",
    description: "Accounts, passwords and bans.",
    pattern: /^\/users(\/:user(\/(password|activate|deactivate))?)?$/,
  },
  {
    name: "Sessions",
    description: "Who is online and with which devices, and how that ends.",
    pattern: /^\/users\/[^/]+\/(disconnect|status|resources)(\/|$)/,
  },
  { name: "User attributes", description: "What users say of themselves.", pattern: /^\/metadata\/user\// },
  {
    name: "Messages",
    description: "What an application's server sends, takes back and edits.",
    pattern: /^\/(messages|stream_message)(\/|$)/,
  },
  { name: "Mutes", description: "Who may not write to anybody.", pattern: /^\/mutes(\/|$)/ },
  { name: "Favourites", description: "Messages that users keep.", pattern: /\/collections(\/|$)/ },
  { name: "Presence", description: "Whether users are there, and what they say about it.", pattern: /\/presence/ },
  { name: "Push", description: "Notices for who is not connected.", pattern: /\/(push|notification)(\/|$)/ },
  { name: "Search", description: "Finding one's messages.", pattern: /\/messages\/search$/ },
  { name: "Threads", description: "Conversations that hang on one message of a group.", pattern: /\/threads?(\/|$)/ },
  { name: "Reactions", description: "Answers to messages of one sign.", pattern: /\/reaction/ },
  { name: "Pinned messages", description: "Messages that everybody shall find.", pattern: /\/pin(ned)?(\/|$)/ },
  {
    name: "Group member attributes",
    description: "What members say of themselves.",
    pattern: /\/metadata\/chatgroup/,
  },
  { name: "Room attributes", description: "What a chat room keeps for its members.", pattern: /^\/metadata\/chatroom/ },
  {
    name: "Groups",
    description: "Conversations of many, whose members stay.",
    pattern: /chatgroups?(\/|$)|\/joined_count$/,
  },
  { name: "Chat rooms", description: "Conversations of many, who come and go.", pattern: /chatrooms?(\/|$)/ },
  {
    name: "Conversations",
    description: "A user's list of conversations, on the server.",
    pattern: /\/user_channel/,
  },
  { name: "History", description: "Messages of before.", pattern: /\/messageroaming$|\/message\/roaming\// },
  { name: "Contacts", description: "Contacts, invitations and remarks.", pattern: /\/contacts(\/|$)/ },
  { name: "Blocklists", description: "Who may not write to a user.", pattern: /\/blocks(\/|$)/ },
  { name: "Files", description: "Attachments of messages.", pattern: /\/chatfiles(\/|$)/ },
  { name: "Calls", description: "Tokens for voice and video calls.", pattern: /\/token\/rtc$|^\/rtc_mapper\// },
  { name: "Voice to text", description: "What is said in voice messages.", pattern: /^\/speech\// },
  { name: "Translation", description: "Texts in other languages.", pattern: /\/translate/ },
  { name: "Alipay", description: "Users of mini programs at Alipay.", pattern: /\/alipay\// },
  { name: "Reports", description: "Messages that users report to the moderators.", pattern: /\/moderation\/|\/report/ },
  { name: "Discovery", description: "Where clients find the server.", pattern: /^\/easemob\// },
];

/** Undefined: the documentation has no place for it yet, which a test does not let pass. */
export function areaOf(path: string): string | undefined {
  return areas.find(({ pattern }) => pattern.test(path))?.name;
}

/** Headings as OpenAPI has them, those that are used, in the order of the table. */
export function tagsOf(used: ReadonlySet<string>): Array<{ name: string; description: string }> {
  return areas.filter(({ name }) => used.has(name)).map(({ name, description }) => ({ name, description }));
}
