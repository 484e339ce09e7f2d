import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConsoleTest, PASSWORD } from "../../console.fixture.ts";

/** Just enough of SMTP to be given mail. */
const mails: string[] = [];
let arrived: () => void = () => {};
let isBroken = false;
let smtp: Server;
let test: ConsoleTest;

beforeAll(async () => {
  smtp = createServer(converse);
  const port = await new Promise<number>((resolve) => {
    smtp.listen(0, "127.0.0.1", () => resolve((smtp.address() as { port: number }).port));
  });
  const mail = { url: `smtp://127.0.0.1:${port}`, from: "Rondo <rondo@example.com>" };
  test = await ConsoleTest.start({ config: { mode: "serve", mail, publicUrl: "https://im.example.com" } });
});
afterAll(async () => {
  await test.close();
  await new Promise((resolve) => smtp.close(resolve));
});

function converse(socket: Socket): void {
  let body: string | undefined;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 test");
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    for (const line of chunk.split("\r\n").slice(0, -1)) {
      if (body !== undefined && line === ".") {
        mails.push(body);
        body = undefined;
        say("250 taken");
        arrived();
      } else if (body !== undefined) body += `${line}\n`;
      else if (/^EHLO/i.test(line)) say("250 test");
      else if (/^MAIL/i.test(line)) say(isBroken ? "550 no" : "250 ok");
      else if (/^DATA/i.test(line)) {
        body = "";
        say("354 go on");
      } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
      else say("250 ok");
    }
  });
}

/** The next mail: its receiver, and its text as people read it. */
async function mailAfter(act: () => Promise<unknown>): Promise<{ to: string; text: string; link: string }> {
  const next = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await act();
  await next;
  const mail = mails.at(-1) ?? "";
  const [head = "", ...rest] = mail.split("\n\n");
  const raw = rest.join("\n\n");
  const isBase64 = /^content-transfer-encoding: base64/im.test(head);
  const text = isBase64
    ? Buffer.from(raw, "base64").toString()
    : Buffer.from(
        raw.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        "latin1",
      ).toString();
  return { to: /^To: (.*)$/m.exec(head)?.[1] ?? "", text, link: /https:\S+/.exec(text)?.[0] ?? "" };
}

it("[AC3] the link is mailed to the operator's public address, whatever the request calls the server", async () => {
  const browser = test.browser();
  const email = "ann@example.com";
  const register = () =>
    browser.call("register", { body: { email, password: PASSWORD }, headers: { host: "evil.example" } });
  let shown: unknown;
  const { to, text, link } = await mailAfter(async () => {
    shown = await register();
  });
  expect(shown).toEqual({ link: null });
  expect(to).toBe(email);
  expect(text).toContain("48 小时");
  const url = new URL(link);
  expect(url.origin + url.pathname).toBe("https://im.example.com/console/confirm");
  await browser.call("confirmAccount", { body: { token: url.searchParams.get("token") ?? "" } });
  await browser.call("logIn", { body: { email, password: PASSWORD } });
  expect(test.logged.join("\n")).not.toContain(url.searchParams.get("token"));
});

it("[AC5] somebody who has an account learns from the mail that it was registered again", async () => {
  const body = { email: "ann@example.com", password: "another-one-1", language: "en" as const };
  const { text, link } = await mailAfter(() => test.browser().call("register", { body }));
  expect(text).toContain("已有账号");
  expect(link).toBe("https://im.example.com/console/login");
});

it("[OR2] an invitation that cannot be mailed says so, stands, and is sent again", async () => {
  const ann = test.browser();
  await ann.call("logIn", { body: { email: "ann@example.com", password: PASSWORD } });
  await ann.call("createOrganisation", { body: { name: "acme", title: "Acme\r\nBcc: eve@example.com" } });
  const params = { org: "acme" };
  isBroken = true;
  const body = { email: "bea@example.com", role: "developer" as const };
  expect(await ann.refused("inviteMember", { params, body })).toMatchObject({ status: 502, code: "MAIL_FAILED" });
  isBroken = false;
  const invited = (await ann.call("listMembers", { params })).items.find(({ state }) => state === "invited");
  const again = { params: { ...params, member: invited?.id ?? "" }, body: {} };
  const { to, link } = await mailAfter(() => ann.call("resendInvitation", again));
  expect(to).toBe("bea@example.com");
  expect(mails.at(-1)).not.toMatch(/^Bcc:/m);
  const token = new URL(link).searchParams.get("token") ?? "";
  expect(await test.browser().call("getInvitation", { body: { token } })).toMatchObject({
    invitedBy: "ann@example.com",
  });
});
