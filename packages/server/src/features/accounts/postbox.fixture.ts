import { createServer, type Server, type Socket } from "node:net";

export interface Mail {
  readonly to: string;
  /** As people read it. */
  readonly text: string;
  /** The first address in the text; "": there is none. */
  readonly link: string;
}

/** Just enough of SMTP to be given mail. */
export class Postbox {
  /** As they came, head and body. */
  readonly mails: string[] = [];
  /** Refuses every sender; or every login, in words that repeat it. */
  fault: "sender" | "login" | undefined;
  private readonly server: Server;
  private arrived: () => void = () => {};

  private constructor() {
    this.server = createServer((socket) => this.converse(socket));
  }

  static async open(): Promise<Postbox> {
    const box = new Postbox();
    await new Promise<void>((resolve) => box.server.listen(0, "127.0.0.1", resolve));
    return box;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the postbox is closed");
    return address.port;
  }

  /** The mail that comes because of `act`. */
  async after(act: () => Promise<unknown>): Promise<Mail> {
    const next = new Promise<void>((resolve) => {
      this.arrived = resolve;
    });
    await act();
    await next;
    return read(this.mails.at(-1) ?? "");
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private converse(socket: Socket): void {
    let body: string | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 test");
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        if (body !== undefined && line === ".") {
          this.mails.push(body);
          body = undefined;
          say("250 taken");
          this.arrived();
        } else if (body !== undefined) body += `${line}\n`;
        else if (/^EHLO/i.test(line)) {
          say("250-test");
          say("250 AUTH PLAIN");
        } else if (/^AUTH/i.test(line)) say(this.fault === "login" ? `535 not with ${line}` : "235 ok");
        else if (/^MAIL/i.test(line)) say(this.fault === "sender" ? "550 no" : "250 ok");
        else if (/^DATA/i.test(line)) {
          body = "";
          say("354 go on");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else say("250 ok");
      }
    });
  }
}

function read(mail: string): Mail {
  const [head = "", ...rest] = mail.split("\n\n");
  const raw = rest.join("\n\n");
  const text = /^content-transfer-encoding: base64/im.test(head)
    ? Buffer.from(raw, "base64").toString()
    : Buffer.from(
        raw.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        "latin1",
      ).toString();
  return { to: /^To: (.*)$/m.exec(head)?.[1] ?? "", text, link: /https?:\S+/.exec(text)?.[0] ?? "" };
}
