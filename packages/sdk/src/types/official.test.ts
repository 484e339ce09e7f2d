/** Our types beside the official declarations: what we give is what they promise, and what they take we take. */
import { describe, expect, it } from "vitest";
import { AREAS } from "../../scripts/coverage-api-areas.ts";
import { compile, OFFICIAL, OURS } from "./testing/compile.ts";
import { membersOf, parameterCount, reachableFrom } from "./testing/declared.ts";

const built = AREAS.filter(({ isBuilt }) => isBuilt);
/** What is a part alone is a plugin there, with declarations of its own. */
const methods = built.flatMap(({ part, methods: names = [] }) => (part ? [] : names));
const declaredMethods = methods.filter((name) => membersOf("Connection").includes(name));
const loggerMembers = built.flatMap((area) => area.logger ?? []);

const ENUM_OF_TEXTS =
  "theirs is an enum that is nowhere at run time, or has one; here it is the texts that are sent and taken";

/** Types that are met on the way from what is built, and are not the same here. */
const DIFFERENT: Readonly<Record<string, string>> = {
  CONVERSATIONTYPE: ENUM_OF_TEXTS,
  Connection:
    "ours has no method of areas that are not built, and no index signature: what is not there does not compile",
  EnvInfo: "has a PLATFORM",
  Logger: "theirs says nothing of trace to error, which are there, and has fields that nobody needs",
  Message: "theirs says nothing of setGroup and setChatType, which are there",
  PLATFORM:
    "theirs is an enum that is nowhere at run time; the running client gives texts, and some that it does not list",
  SILENTMODETYPE: ENUM_OF_TEXTS,
  SilentModeParamType: ENUM_OF_TEXTS,
  SilentModeRemindType: ENUM_OF_TEXTS,
  Utils: "theirs says nothing of sixteen helpers that are there",
};

/**
 * What is wrong in the official declarations, and is `any` here so that programs for them compile: the callbacks of `listen`
 * get another shape, `conversationMark` is a text (`mark_3`), `success` of messages gets two ids, that of getHistoryMessages
 * the page, that of recallMessage the result of the promise, and the name of a thread is no SVGStringList. `statusCode` is an
 * object, and is declared as one of its own values.
 */
const PRELUDE = `
  import type official from "easemob-websdk";
  import type { EasemobChat as Official } from "easemob-websdk";
  import type ours from "@rondo/sdk";
  import type { EasemobChat as Ours } from "@rondo/sdk";
  declare const theirs: Official.Connection;
  declare const mine: Ours.Connection;
  declare const OurSdk: typeof ours;
  declare const OurMessage: typeof ours.message;
  declare const TheirMessage: typeof official.message;
  declare function give<T>(): T;
  type Taken<F> = F extends (...taken: infer P) => unknown ? P : never;
  type Given<F> = F extends (...taken: never) => infer R ? Awaited<R> : never;
`;

const reached = reachableFrom([
  ...declaredMethods.map((name) => `Connection.${name}`),
  ...["EventHandlerType", "ListenParameters", "ConnectionParameters", "Message", "Logger", "Utils", "Code"],
]);
/** With something in the place of type parameters. */
const named = (name: string): string => `${name}${parameterCount(name) > 0 ? "<{ a: 1 }>" : ""}`;
const sameMethod = (mine: string, theirs: string): string =>
  `const taken: Taken<typeof ${mine}> = give<Taken<typeof ${theirs}>>(); ` +
  `const given: Given<typeof ${theirs}> = give<Given<typeof ${mine}>>();`;

/** What is claimed, by what it is about; one line each. */
const CLAIMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  connection: {
    all: `const all: Pick<Official.Connection, ${declaredMethods.map((name) => `"${name}"`).join(" | ")}> = mine;`,
    constructor: "const made: Ours.Connection = new OurSdk.connection(give<Official.ConnectionParameters>());",
  },
  methods: each(declaredMethods, (name) => sameMethod(`mine.${name}`, `theirs.${name}`)),
  handlers: each(
    membersOf("EventHandlerType"),
    (name) =>
      `const handlers: Pick<Ours.EventHandlerType, "${name}"> = give<Pick<Official.EventHandlerType, "${name}">>();`,
  ),
  messages: {
    ...each(["create", "createOldMsg", "getFileUrl"], (name) =>
      sameMethod(`OurMessage.${name}`, `TheirMessage.${name}`),
    ),
    constructor:
      "const made: Pick<Official.Message, keyof Official.Message> = new OurMessage(give<Official.MessageType>());",
  },
  logger: each(loggerMembers, (name) => `const one: Pick<Official.Logger, "${name}"> = OurSdk.logger;`),
  utils: each(
    membersOf("Utils").filter((name) => name !== "getEnvInfo"),
    (name) => `const one: Pick<Official.Utils, "${name}"> = OurSdk.utils;`,
  ),
  types: each(
    [...reached],
    (name) =>
      `const given: Official.${named(name)} = give<Ours.${named(name)}>(); ` +
      `const taken: Ours.${named(name)} = give<Official.${named(name)}>();`,
  ),
  codes: each(
    membersOf("Code"),
    (name) => `const one: (typeof Official.Code)["${name}"] = give<(typeof OurSdk.statusCode)["${name}"]>();`,
  ),
  // So that it is known that this finds anything.
  false: {
    "a method": "const one: Pick<Official.Connection, 'send'> = give<{ send(): number }>();",
    "what is taken": "const taken: Taken<typeof mine.send> = give<[string]>();",
    "what is given": "const given: Given<typeof theirs.send> = give<Given<typeof mine.open>>();",
    "a message": "const one: Official.TextMsgBody = give<Ours.CmdMsgBody>();",
    "a code": "const one: typeof Official.Code.NO_PERMISSION = give<51>();",
    "a name": "type One = Ours.NoSuchType;",
  },
};

function each(names: readonly string[], claim: (name: string) => string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, claim(name)]));
}

/** The claims that are not true, by what they are about, with what the compiler says. */
function untrue(options: { exactOptionalPropertyTypes: boolean }): Record<string, Record<string, string>> {
  const lines = Object.entries(CLAIMS).flatMap(([about, claims]) =>
    Object.entries(claims).map(([name, claim]) => ({ about, name, claim })),
  );
  const program = PRELUDE + lines.map(({ claim }) => `{ ${claim} }`).join("\n");
  const found = new Map(Object.keys(CLAIMS).map((about) => [about, {} as Record<string, string>]));
  const modules = { "easemob-websdk": OFFICIAL, "@rondo/sdk": OURS };
  for (const { line, text } of compile({ claims: program }, { modules, options }).claims ?? []) {
    const one = lines[line - PRELUDE.split("\n").length];
    const told = one && found.get(one.about);
    if (told === undefined) throw new Error(text);
    told[one?.name ?? ""] = text;
  }
  return Object.fromEntries(found);
}

describe.each([false, true])("with exactOptionalPropertyTypes %j", (exactOptionalPropertyTypes) => {
  const found = untrue({ exactOptionalPropertyTypes });

  it("what is not true is found", () => {
    expect(Object.keys(found.false ?? {})).toEqual(Object.keys(CLAIMS.false ?? {}));
  });

  it.each(["connection", "methods", "handlers", "messages", "logger", "utils", "codes"])("%s are theirs", (about) => {
    expect(Object.keys(CLAIMS[about] ?? {})).not.toEqual([]);
    expect(found[about]).toEqual({});
  });

  it("every type of theirs that is met there is one of ours by the same name, and the same; or it is known why not", () => {
    expect(reached.size).toBeGreaterThan(130);
    const { types = {} } = found;
    expect(Object.entries(types).filter(([name]) => DIFFERENT[name] === undefined)).toEqual([]);
    expect(Object.keys(types).sort()).toEqual(Object.keys(DIFFERENT).sort());
  });
});

it("what the official connection has and does not declare is known", () => {
  const undeclared = methods.filter((name) => !declaredMethods.includes(name));
  expect(undeclared.sort()).toEqual([
    "getChatRoomBlocklist",
    "getGroupMutelist",
    "getRoster",
    "getTokenExpireTimestamp",
    "getUniqueId",
    "removeRoster",
    "sendMsg",
    "usePlugin",
  ]);
});
