import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWx, loadOfficial, type WxRuntime } from "../../../testkit/src/index.ts";
import { ChatError } from "./error.ts";
import { toRestError } from "./rest-errors.ts";

interface Case {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const ofCodes = (status: number, ...codes: number[]): Case[] =>
  codes.map((error_code) => ({ status, body: { error_code, error_description: "as it is", desc: "in other words" } }));
const ofTexts = (status: number, ...texts: string[]): Case[] =>
  texts.map((error_description) => ({ status, body: { error: "some_error", error_description } }));

/** One for each clue of the published table, and what fits none. */
const cases: Case[] = [
  ...ofCodes(400, 40002, 40009, 60005, 60010, 60011, 14403, 60006, 60007, 60009, 60012, 91104, 77777),
  { status: 400, body: { error_code: 60010, error_description: "exceeds chatgroup user metadata single value limit" } },
  { status: 400, body: { error_code: "40002", error_description: "the code is a text" } },
  { status: 400, body: { result: "the app not open presence" } },
  ...ofTexts(
    400,
    "a are not members of this group!",
    "the remark length must less than 100",
    "the user is already operation this message",
    "The quantity has exceeded the limit!",
    "The user not in this group!",
    "the user operation is illegal!",
    "this appKey is not open reaction service!",
    "this appKey not open message roaming",
    "this message is creating reaction, please try again.",
    "groupId can not be null!",
    "The input text is too long.",
    "The target language is not valid.",
    "report failed, get message by id failed",
    "ext is too big ",
    "ext is too big",
    "Request body not readable.Please check content type is correct!",
    "param mark must be not empty, please check!",
    "param mark illegal, please check it!",
    "param pin_msg_id illegal, please check it!",
    "updateRemark | they are not friends, please add as a friend first.",
    "something else",
  ),
  ...ofCodes(401, 40001, 60001, 77777),
  ...ofTexts(401, "Unable to authenticate (OAuth)", "Unable to authenticate due to expired access token"),
  ...ofCodes(403, 40000, 60004, 15002, 40003, 40004, 40005, 40007, 91002, 91101, 60002, 91102, 77777),
  ...ofTexts(
    403,
    "group member list is full!",
    "a are not members of this group!",
    "service not open!",
    "message report not open",
    "messageroaming function not open",
    "members size is greater than max user size !",
    "can not operate this group, reason: group is disabled",
    "Invitee's contact max count",
    "Inviter's contact max count",
    "something else",
  ),
  ...ofCodes(404, 40011, 40012, 60003, 20004, 91001, 77777),
  ...ofTexts(
    404,
    "do not find this group:1",
    "grpID 1 does not exist!",
    "username bob doesn't exist!'",
    "user not found",
    "user session pin message not exist",
    "something else",
  ),
  {
    status: 404,
    body: { error_description: "Service resource not found", exception: "UserNotFoundException" },
  },
  { status: 404, body: { error_description: "Service resource not found", exception: "Other" } },
  ...ofCodes(406, 90004),
  ...ofTexts(429, "The request has reached the maximum limit", "upload client logs reached limit", "something else"),
  ...ofTexts(503, "The request has reached the maximum limit", "upload client logs reached limit", "something else"),
  ...ofCodes(500, 40006, 40008, 40010, 90005, 99999),
  ...ofTexts(500, "translte failed!"),
  ...ofTexts(409, "something else"),
  ...ofTexts(502, "something else"),
  ...ofTexts(201, "something else"),
];

describe("REST errors", () => {
  let peer: { answer: Case; http: Server };
  let runtime: WxRuntime;
  let askOfficial: (answer: Case) => Promise<unknown>;

  beforeAll(async () => {
    const http = createServer((request, reply) => {
      request.resume();
      reply.writeHead(peer.answer.status, { "content-type": "application/json" });
      reply.end(JSON.stringify(peer.answer.body));
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    peer = { http, answer: { status: 200, body: {} } };
    runtime = createWx();
    // What the published build exports, as far as it is used here.
    const sdk = loadOfficial(runtime) as {
      connection: new (options: unknown) => { context: object; getBlocklist(): Promise<unknown> };
    };
    const { port } = http.address() as AddressInfo; // a TCP server
    const connection = new sdk.connection({
      appKey: "org#app",
      isHttpDNS: false,
      apiUrl: `http://127.0.0.1:${port}`,
      url: "ws://localhost/websocket",
    });
    Object.assign(connection.context, { userId: "alice", accessToken: "t", orgName: "org", appName: "app" });
    askOfficial = async (answer) => {
      peer.answer = answer;
      return connection.getBlocklist().then(
        () => expect.fail("a refusal was taken for a success"),
        (error: unknown) => error,
      );
    };
  });

  afterAll(() => {
    runtime.close();
    peer.http.close();
  });

  it.each(cases)("says of $status $body what the official SDK says of it", async (answer) => {
    // It takes everything for a room in mini programs; the address decides with us, and here says room.
    const error = toRestError({
      status: answer.status,
      text: JSON.stringify(answer.body),
      url: "https://host/org/app/chatrooms/1",
    });
    const theirs = (await askOfficial(answer)) as { type: number; message: string; data: unknown };
    const { type, message, data } = theirs;
    expect({ type: error.type, message: error.message, data: error.data }).toEqual({ type, message, data });
  });

  it("tells groups from rooms by the address", () => {
    const ask = (url: string, status: number, text: string): number =>
      toRestError({ status, text: JSON.stringify({ error_description: text }), url: `https://host/org/app/${url}` })
        .type;
    expect(ask("chatgroups/1", 404, "do not find this group:1")).toBe(605);
    expect(ask("chatrooms/1", 404, "do not find this group:1")).toBe(705);
    expect(ask("chatgroups/1/users", 403, "group member list is full!")).toBe(606);
    expect(ask("chatrooms/1/users", 403, "group member list is full!")).toBe(704);
    expect(ask("metadata/chatgroup/1/user/a", 403, "a are not members of this group")).toBe(602);
    expect(ask("chatgroups/1", 403, "invite users to join group failed: a already in group")).toBe(601);
  });

  it("[defect 5] makes an error of a 406 without the known code, as of anything else", () => {
    const error = toRestError({
      status: 406,
      text: JSON.stringify({ error_description: "not acceptable" }),
      url: "https://host/",
    });
    expect(error).toBeInstanceOf(ChatError);
    expect(error).toMatchObject({ type: 17, data: { error_description: "not acceptable" } });
  });

  it.each(["", "<html>Bad gateway</html>", "null", "[]", '"text"', "12"])("survives the body %j", (text) => {
    for (const status of [400, 401, 403, 404, 406, 429, 500, 502, 0]) {
      const error = toRestError({ status, text, url: "https://host/" });
      expect(error.message).not.toBe("");
      expect(error.type).toBeGreaterThan(0);
    }
  });
});
