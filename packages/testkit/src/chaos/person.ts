import { ConnectionCore } from "../../../sdk/src/compat/connection.ts";
import type { Client, Feature } from "../../../sdk/src/core/client.ts";
import { LegacyMessage, type MessageMethods, messages } from "../../../sdk/src/features/messages/index.ts";
import type { Diary } from "./diary.ts";
import type { Ledger } from "./ledger.ts";
import { APP_KEY } from "./model-frames.ts";
import type { Phone, Program } from "./phone.ts";
import { type StatusSeen, StatusWatch } from "./statuses.ts";

/** Breaks a client on purpose, before its features are put together. */
export type Sabotage = (client: Client) => void;

export interface PersonOptions {
  readonly user: string;
  readonly token: string;
  readonly phone: Phone;
  readonly ledger: Ledger;
  readonly diary: Diary;
  readonly sabotage: Sabotage | undefined;
  /** Applications act inside their handlers, too. */
  readonly impulse: (person: Person, event: string) => void;
}

const quiet = (): void => {};

/** Put before the others, so that they get what it leaves. */
const broken =
  (sabotage: Sabotage | undefined): Feature<object> =>
  (client) => {
    sabotage?.(client);
    return {};
  };

/** A user with an application on a phone: the application starts, logs in, sends, shows, logs out, and is killed. */
export class Person {
  readonly device: string;
  readonly user: string;
  reconnects = 0;
  logins = 0;
  private readonly options: PersonOptions;
  private program: Program | undefined;
  private connection: (ConnectionCore & MessageMethods) | undefined;
  private watch: StatusWatch | undefined;
  private run = { number: 0, shown: new Set<string>() };
  private ids = 1_000_000_000;
  /** Between `close` and the next `open` nothing is heard. */
  private isClosed = false;
  private isOpening = false;

  constructor(options: PersonOptions) {
    this.options = options;
    this.user = options.user;
    this.device = options.phone.name;
  }

  get status(): StatusSeen["is"] {
    return this.connection?.status.is ?? "idle";
  }

  get isLoggedOut(): boolean {
    return this.connection === undefined || this.connection.logOut;
  }

  get wire() {
    return this.program?.wire;
  }

  /** Starts the application anew, whatever it was doing. */
  start(): void {
    this.orphan();
    const { phone, sabotage } = this.options;
    this.program = phone.start();
    this.run = { number: this.run.number + 1, shown: new Set() };
    this.isClosed = false;
    this.isOpening = false;
    const connection = new ConnectionCore(
      {
        appKey: APP_KEY,
        url: "wss://chat.test/websocket",
        apiUrl: "https://chat.test",
        deviceId: this.device,
      },
      {
        platform: this.program.platform,
        log: {
          debug: quiet,
          info: quiet,
          warn: quiet,
          error: (text, facts) => this.note(`${text} ${JSON.stringify(facts)}`),
        },
        isPageHttps: undefined,
        features: [broken(sabotage), messages],
      },
      // The features put their methods on it.
    ) as ConnectionCore & MessageMethods;
    const { number } = this.run;
    const { ledger } = this.options;
    const watch = new StatusWatch((what) => ledger.blame("status", `${this.device}: ${what}`));
    this.watch = watch;
    let depth = 0;
    const hear = (event: string, then: () => void): void => {
      if (number !== this.run.number) {
        ledger.blame("heard after close", `${this.device}: ${event} of a program that was killed`);
        return;
      }
      if (this.isClosed) ledger.blame("heard after close", `${this.device}: ${event}`);
      this.note(event);
      depth++;
      then();
      this.options.impulse(this, event);
      depth--;
    };
    connection.addEventHandler("story", {
      onStatusChange: (status: StatusSeen) => hear(`status ${status.is}`, () => watch.changed(status, depth > 1)),
      onConnected: () => hear("onConnected", () => watch.heard("onConnected")),
      onDisconnected: () => hear("onDisconnected", () => watch.heard("onDisconnected")),
      onReconnecting: () =>
        hear("onReconnecting", () => {
          this.reconnects++;
          watch.heard("onReconnecting");
        }),
      onTextMessage: ({ msg }: { msg: string }) => hear(`shown ${msg}`, () => ledger.show(this.device, this.run, msg)),
      onMessage: (shown: unknown[]) => hear(`onMessage of ${shown.length}`, quiet),
      onError: (error: { type: number; message: string }) => hear(`onError ${error.type} ${error.message}`, quiet),
    });
    this.connection = connection;
  }

  open(): void {
    const { connection } = this;
    const { user, token } = this.options;
    if (connection === undefined || this.isOpening) return;
    this.isClosed = false;
    this.isOpening = true;
    this.logins++;
    this.note("open");
    const { number } = this.run;
    const settled = (how: string) => (): void => {
      if (number !== this.run.number) return;
      this.note(`open ${how}`);
      this.isOpening = false;
    };
    connection.open({ user, accessToken: token }).then(settled("resolved"), settled("rejected"));
  }

  get isOpenSettled(): boolean {
    return !this.isOpening;
  }

  /** Logs out. Whatever was begun is over at once. */
  close(): void {
    const { connection, program } = this;
    if (connection === undefined || program === undefined) return;
    this.note("close");
    // Inside a handler it stops what would have followed.
    this.watch?.forgive();
    connection.close();
    this.settled();
    this.isClosed = true;
    const { timerCount, watcherCount } = program;
    if (timerCount + watcherCount > 0) {
      this.options.ledger.blame(
        "timer left",
        `${this.device}: ${timerCount} timers, ${watcherCount} listeners after close`,
      );
    }
  }

  send(to: string): void {
    const { connection, options, run, device } = this;
    if (connection === undefined || this.isLoggedOut) return;
    const sent = options.ledger.send(device, this.user, to);
    const message = new LegacyMessage("txt", String(++this.ids));
    message.set({ to, msg: sent.text });
    this.note(`send ${sent.text}`);
    // It has just been set.
    connection.send(message.body as NonNullable<LegacyMessage["body"]>).then(
      () => {
        if (sent.outcome !== "waiting")
          options.ledger.blame("unsettled", `${sent.text}: resolved after ${sent.outcome}`);
        sent.outcome = "acknowledged";
      },
      (error: { type: number }) => {
        if (run.number !== this.run.number) return;
        this.note(`rejected ${sent.text} ${error.type}`);
        sent.outcome = "rejected";
      },
    );
  }

  /** Events of the last thing that happened have come by now. */
  settled(): void {
    this.watch?.settled();
  }

  kill(): void {
    this.note("killed");
    this.options.phone.kill();
    this.orphan();
    this.connection = undefined;
    this.program = undefined;
    this.watch = undefined;
    this.run = { number: this.run.number + 1, shown: new Set() };
  }

  /** What a killed program was waiting for it never hears of. */
  private orphan(): void {
    for (const sent of this.options.ledger.sent.values()) {
      if (sent.outcome === "waiting" && sent.text.startsWith(`${this.device}|`)) sent.outcome = "orphaned";
    }
  }

  private note(what: string): void {
    this.options.diary.note(this.device, what);
  }
}
