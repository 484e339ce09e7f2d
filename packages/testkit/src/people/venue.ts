import { randomBytes } from "node:crypto";
import { openWebHost, type WebHost } from "../official/web-host.ts";
import type { MyOptions } from "../runtimes/my/index.ts";
import { officialSdk, type Sdk } from "../sdk.ts";
import type { ServerAddress } from "../server/server.ts";
import { createRuntime, type MiniSeat, openMiniSeat } from "./mini-seat.ts";
import { type Credentials, Person, type PlatformName, type Seat } from "./person.ts";
import { openWebSeat, type WebSeat } from "./web-seat.ts";

export interface VenueOptions {
  readonly platform: PlatformName;
  readonly server: ServerAddress;
  /** The SDK everybody uses unless a person asks for another, or which by name; the official one when not given. */
  readonly sdk?: Sdk | ((name: string) => Sdk);
  /** Which Alipay is imitated. */
  readonly my?: MyOptions;
  /** Bound of every wait. */
  readonly timeoutMs?: number;
}

export interface PersonWish {
  /** A fresh user when not given; a known one for a second device. */
  readonly as?: Credentials;
  readonly sdk?: Sdk;
  /** Options of `new WebIM.connection`. */
  readonly connection?: Record<string, unknown>;
  /** The same installation: what that person's program has stored is there (and its device id with it). */
  readonly sameInstallation?: Person;
  /** Another platform than the venue's, for mixed pairs. */
  readonly platform?: PlatformName;
}

const TIMEOUT_MS = 25_000;

/** Where people of one platform meet at one server. Makes persons, and sees them out at the end. */
export class Venue {
  readonly platform: PlatformName;
  readonly server: ServerAddress;
  private readonly options: VenueOptions;
  private readonly people = new Set<Person>();
  private readonly seats = new Map<Person, MiniSeat | WebSeat>();
  private webHost: Promise<WebHost> | undefined;

  constructor(options: VenueOptions) {
    this.options = options;
    this.platform = options.platform;
    this.server = options.server;
  }

  /** A user nobody has had yet; `name` is for people who read logs. */
  credentials(name = "user"): Credentials {
    return { id: `${name}-${randomBytes(5).toString("hex")}`, password: randomBytes(8).toString("hex") };
  }

  /** A person with an SDK, not registered and not logged in. */
  async sit(name: string, wish: PersonWish = {}): Promise<Person> {
    const platform = wish.platform ?? this.platform;
    const { sdk: usual = officialSdk() } = this.options;
    const sdk = wish.sdk ?? (typeof usual === "function" ? usual(name) : usual);
    const before = wish.sameInstallation && this.seats.get(wish.sameInstallation);
    let seat: MiniSeat | WebSeat | undefined;
    const person = await Person.sit(
      wish.as ?? this.credentials(name),
      async (emit): Promise<Seat> => {
        seat =
          platform === "web"
            ? await openWebSeat({ host: await this.web(), sdk, server: this.server, beside: asWeb(before) }, emit)
            : openMiniSeat({ runtime: this.runtime(platform, before), sdk, server: this.server }, emit);
        return seat;
      },
      { connection: wish.connection ?? {}, timeoutMs: this.options.timeoutMs ?? TIMEOUT_MS },
    );
    if (seat) this.seats.set(person, seat);
    this.people.add(person);
    return person;
  }

  /** A person who is registered and online. */
  async arrive(name: string, wish: PersonWish = {}): Promise<Person> {
    const person = await this.sit(name, wish);
    if (!wish.as) await person.register();
    await person.login();
    return person;
  }

  /** The same user at a device of its own. */
  arriveAgain(person: Person, wish: Omit<PersonWish, "as"> = {}): Promise<Person> {
    return this.arrive(person.id, { ...wish, as: person });
  }

  /** Everybody leaves, but for `staying`; the place stays open. */
  async empty(staying: readonly Person[] = []): Promise<void> {
    const leaving = [...this.people].filter((person) => !staying.includes(person));
    for (const person of leaving) this.people.delete(person);
    // Pages that share a profile end with it: leave in the reverse order of arrival.
    for (const person of leaving.reverse()) await person.leave();
    for (const person of leaving) this.seats.delete(person);
  }

  async close(): Promise<void> {
    await this.empty();
    await (await this.webHost)?.close();
  }

  private runtime(platform: "my" | "wx", before: MiniSeat | WebSeat | undefined) {
    const from = before && "runtime" in before ? { from: before.runtime } : {};
    return createRuntime(platform, { ...(this.options.my ? { my: this.options.my } : {}), ...from });
  }

  private web(): Promise<WebHost> {
    this.webHost ??= openWebHost();
    return this.webHost;
  }
}

const asWeb = (seat: MiniSeat | WebSeat | undefined): WebSeat | undefined => (seat && "tab" in seat ? seat : undefined);
