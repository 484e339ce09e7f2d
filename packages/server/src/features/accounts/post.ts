import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import { type Language, type Letter, write } from "./letters.ts";

export interface MailConfig {
  /** `smtp://user:password@host:587`, or `smtps://…`. */
  readonly url: string;
  /** `Rondo <rondo@example.com>` */
  readonly from: string;
}

const TIMEOUT_MS = 10_000;

/** Sends what people have to read. Without a mail server, development shows the link instead, and others send nothing. */
export class Post {
  readonly canSend: boolean;
  private readonly isDevelopment: boolean;
  private readonly log: Logger;
  private readonly send: ((to: string, content: { subject: string; text: string }) => Promise<unknown>) | undefined;

  constructor(deps: { mail: MailConfig | undefined; isDevelopment: boolean; log: Logger }) {
    const { mail, isDevelopment, log } = deps;
    this.canSend = mail !== undefined;
    this.isDevelopment = isDevelopment;
    this.log = log;
    if (mail === undefined) return;
    const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
    // Loaded with the first mail: most servers never send one.
    this.send = async (to, content) => {
      const { createTransport } = await import("nodemailer");
      const transport = createTransport({ url: mail.url, ...timeouts });
      return transport.sendMail({ from: mail.from, to, ...content });
    };
  }

  /** The link, where it is to be shown because it cannot be mailed; else null. @throws AppError MAIL_FAILED. */
  async deliver(to: { email: string; language: Language }, letter: Letter): Promise<string | null> {
    if (this.send === undefined) {
      if (!this.isDevelopment) return null;
      this.log.warn(
        { email: to.email, kind: letter.kind, link: letter.link },
        "there is no mail server: open this link",
      );
      return letter.link;
    }
    try {
      await this.send(to.email, write(letter, to.language));
    } catch (error) {
      this.log.error({ ...factsOf(error), kind: letter.kind }, "a mail could not be sent");
      throw new AppError("MAIL_FAILED", undefined, { cause: error });
    }
    return null;
  }

  /** As `deliver`, without waiting for the mail: to whoever asks, known and unknown addresses take the same time. */
  async deliverUnseen(to: { email: string; language: Language }, letter: Letter): Promise<string | null> {
    if (this.send === undefined) return this.deliver(to, letter);
    // `deliver` has logged why.
    this.deliver(to, letter).catch(() => {});
    return null;
  }
}

/** A mail server may repeat what it refuses, and what it refuses may be our password: of that its words stay out of the log. */
function factsOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error && "code" in error && error.code === "EAUTH")) return { err: error };
  return { code: error.code, ...("responseCode" in error ? { status: error.responseCode } : {}) };
}
