/** What a server refuses, and the codes that applications are given for it: a line for each that the official SDK knows. */
import { CommSyncDL, embed, MSyncCommand, StatusErrorCode } from "@rondo/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { conversations } from "../features/conversations/index.ts";
import { answeringPlatform, testClient } from "../testing/client.ts";
import { ScriptedHost } from "../testing/scripted-host.ts";

const { FAIL, PERMISSION_DENIED, UNAUTHORIZED } = StatusErrorCode;

let host: ScriptedHost;

beforeEach(() => {
  host = new ScriptedHost();
});

const LOGIN = { user: "ann", accessToken: "token" };
const TEXT = { type: "txt", id: "7", to: "ben", msg: "hello", chatType: "singleChat" } as const;

async function online() {
  const made = host.connection();
  const opened = made.connection.open(LOGIN);
  await host.pass(0);
  host.socket.welcome();
  await opened;
  return made.connection;
}

describe("a message is refused", () => {
  it.each([
    [FAIL, "blocked", 603],
    [FAIL, "not in group or chatroom", 602],
    [FAIL, "group not found", 605],
    [FAIL, "group is disabled", 608],
    [FAIL, "exceed recall time limit", 504],
    [FAIL, "message recall disabled", 505],
    [FAIL, "not in group or chatroom white list", 506],
    [StatusErrorCode.USER_MUTED, "muted", 507],
    [FAIL, "text moderation said no", 508],
    [FAIL, "nonroster", 221],
    [PERMISSION_DENIED, "user is mute", 219],
    [PERMISSION_DENIED, "sensitive words", 501],
    [StatusErrorCode.PERMISSION_DENIED_EXTERNAL, "the shop is closed", 502],
    [PERMISSION_DENIED, "traffic limit", 509],
    [PERMISSION_DENIED, "Sorry, data is too large", 511],
    [FAIL, "limit directed users", 50],
    [FAIL, "Sorry, message does not exist", 1302],
    [FAIL, "Sorry, format is incorrect", 1303],
    [FAIL, "Sorry, edit fail", 1304],
    [FAIL, "something nobody has heard of", 503],
    [99, "something nobody has heard of", 604],
  ])("with %i %j: the error is %i", async (errorCode, reason, type) => {
    const connection = await online();
    const sent = connection.send(TEXT);
    await host.pass(0);
    const [metaId = ""] = host.socket.metaIds;
    host.socket.say(MSyncCommand.SYNC, embed(CommSyncDL, { status: { errorCode, reason }, metaId }));
    await expect(sent).rejects.toMatchObject({ type });
  });

  it("by nobody, and never answered: it is given up after it was written again and again", async () => {
    const connection = await online();
    const sent = connection.send(TEXT).catch((error: unknown) => error);
    // Each time the connection is taken for dead, and the next one, welcomed as soon as it is there, is written to.
    let welcomed = host.sockets.length;
    for (let second = 0; second < 600; second++) {
      await host.pass(1000);
      if (host.sockets.length > welcomed) host.socket.welcome();
      welcomed = host.sockets.length;
    }
    const writtenTo = host.sockets.filter((socket) => socket.metaIds.length > 0);
    expect(writtenTo.length).toBeGreaterThan(1);
    expect(await sent).toMatchObject({ type: 512 });
  });
});

describe("a login on the socket is refused", () => {
  it.each([
    [FAIL, "Sorry, token expired", 56],
    [FAIL, "Sorry, token or password does not match login info", 28],
    [FAIL, "Sorry, user not found", 204],
    [FAIL, "Sorry, user register limit", 50],
    [UNAUTHORIZED, "Sorry, authentication failed", 2],
    [StatusErrorCode.WRONG_PARAMETER, "Sorry, invalid parameter", -3],
    [StatusErrorCode.IM_FORBIDDEN, "Sorry, service is disabled", 57],
    [StatusErrorCode.TOO_MANY_DEVICES, "Sorry, too many devices", 214],
    [StatusErrorCode.RESOURCE_CHANGED, "Sorry, the device has changed", 220],
  ])("with %i %j: `open` rejects with %i, and the events say so", async (errorCode, reason, type) => {
    const { connection, heard } = host.connection();
    const opened = connection.open(LOGIN);
    await host.pass(0);
    host.socket.welcome({ errorCode, reason });
    await expect(opened).rejects.toMatchObject({ type });
    expect(heard).toContain(`onError ${type}`);
    expect(heard.at(-1)).toBe(`onDisconnected ${type}`);
  });
});

describe("a request is refused", () => {
  it.each([
    [400, { error_code: 40009 }, 53],
    [401, { error_code: 40001 }, 52],
    [403, { error_code: 60004 }, 505],
    [403, { error_code: 60002 }, 603],
    [404, { error_code: 91001 }, 1400],
    [406, { error_code: 90004 }, 54],
    [429, {}, 500],
    [500, { error_code: 90005 }, -2],
    [500, { error_code: 40006 }, 503],
    [502, {}, 17],
  ])("with status %i and %j: the error is %i", async (status, body, type) => {
    const platform = answeringPlatform(() => ({ status, text: JSON.stringify(body) }));
    const { getServerConversations } = conversations(testClient({ platform }));
    await expect(getServerConversations()).rejects.toMatchObject({ type });
  });
});
