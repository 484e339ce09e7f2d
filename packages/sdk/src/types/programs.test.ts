/** Programs written for the official SDK compile with ours when the name of the package is another, and only those. */
import { describe, expect, it } from "vitest";
import { compile, OFFICIAL, OURS, type Said } from "./testing/compile.ts";
import { RIGHT, WRONG } from "./testing/programs.ts";

/** They compile with the official declarations, and fail when they run; with ours they do not compile. */
const FAILING_LATER: Readonly<Record<string, string>> = {
  "a constant of a namespace that is only declared": `
    import websdk, { EasemobChat } from "easemob-websdk";
    new websdk.connection({ appKey: "org#app" }).addConversationMark({ conversations: [], mark: EasemobChat.MarkType.mark_1 }); // wrong
  `,
  "a class that is only declared": `
    import { EasemobChat } from "easemob-websdk";
    new EasemobChat.Connection({ appKey: "org#app" }); // wrong
  `,
  "a method that is none": `
    import websdk from "easemob-websdk";
    new websdk.connection({ appKey: "org#app" }).opne(); // wrong
  `,
};

/** They run with both, and the official declarations are wrong about them. */
const ONLY_OURS: Readonly<Record<string, string>> = {
  "status codes by name": `
    import websdk from "easemob-websdk";
    export const isLost = (error: { type: number }) => error.type === websdk.statusCode.WEBIM_CONNECTION_CLOSED;
  `,
  "a platform that is not in their list": `
    import websdk from "easemob-websdk";
    export const isQq = websdk.utils.getEnvInfo().platform === "qq";
  `,
  "a combined message": `
    import { EasemobChat } from "easemob-websdk";
    export const handlers: EasemobChat.EventHandlerType = { onCombineMessage: ({ title }) => console.log(title) };
  `,
};

const programs = { ...RIGHT, ...WRONG, ...FAILING_LATER, ...ONLY_OURS };
const official = compile(programs, { modules: { "easemob-websdk": OFFICIAL } });
const ours = compile(programs, { modules: { "easemob-websdk": OURS } });
const strictest = compile(
  { ...WRONG, ...RIGHT },
  {
    modules: { "easemob-websdk": OURS },
    options: { skipLibCheck: false, verbatimModuleSyntax: false, isolatedModules: true },
  },
);

const lineOfFault = (text: string): number => text.split("\n").findIndex((line) => line.endsWith("// wrong")) + 1;
const linesOf = (said: readonly Said[] | undefined): number[] => [...new Set(said?.map(({ line }) => line))];

describe("programs for the official SDK", () => {
  it.each(Object.keys(RIGHT))("%s", (name) => {
    expect(official[name]).toEqual([]);
    expect(ours[name]).toEqual([]);
    expect(strictest[name]).toEqual([]);
  });
});

describe("what is wrong is wrong with both", () => {
  it.each(Object.entries(WRONG))("%s", (name, text) => {
    expect(linesOf(official[name])).toEqual([lineOfFault(text)]);
    expect(linesOf(ours[name])).toEqual([lineOfFault(text)]);
  });
});

describe("what fails when it runs with both is found with ours", () => {
  it.each(Object.entries(FAILING_LATER))("%s", (name, text) => {
    expect(official[name]).toEqual([]);
    expect(linesOf(ours[name])).toEqual([lineOfFault(text)]);
  });
});

describe("what the official declarations do not know", () => {
  it.each(Object.keys(ONLY_OURS))("%s", (name) => {
    expect(official[name]).not.toEqual([]);
    expect(ours[name]).toEqual([]);
  });
});

it("the declarations need nothing but ECMAScript 2017: neither a page nor Node", () => {
  const program = 'import sdk from "easemob-websdk"; export default sdk.connection;';
  const modules = { "easemob-websdk": OURS };
  expect(compile({ program }, { modules, lib: [], options: { skipLibCheck: false } })).toEqual({ program: [] });
});
