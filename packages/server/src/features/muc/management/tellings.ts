import { MucBodyOperation } from "@rondo/protocol";
import type { Mucs } from "../api.ts";
import type { MucEvent, MucEvents } from "../events.ts";
import type { Scene } from "./desk.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly events: MucEvents;
}

/** Who is told what (MSync 7.2). Each resolves after the commit of what it tells; the acting device is never told. */
export class Tellings {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** What befalls members: each of them is told of it and, in groups, owner and administrators. One event for each. */
  async befalls(
    { muc, terms, origin }: Scene,
    users: readonly string[],
    eventOf: (user: string) => MucEvent,
  ): Promise<void> {
    const { mucs, events } = this.deps;
    const all = terms.tellsManagers ? await mucs.members(muc.app, muc.id) : [];
    const managers = all.filter(({ role }) => role !== "member").map(({ username }) => username);
    await Promise.all(
      users.map((user) => {
        const only = [...new Set([user, ...managers])];
        return events.tellMembers(muc, { ...eventOf(user), about: user }, { origin, only });
      }),
    );
  }

  /** All members. */
  async everybody({ muc, origin }: Scene, event: MucEvent): Promise<void> {
    await this.deps.events.tellMembers(muc, event, { origin });
  }

  /** All members but the one who acts, on all devices. */
  async others({ muc, origin, user }: Scene, event: MucEvent): Promise<void> {
    await this.deps.events.tellMembers(muc, event, { origin, except: user === undefined ? [] : [user] });
  }

  /** Those who are still there, that others are not: one is named as who it is said of, several as a list. */
  async departures({ muc, origin }: Scene, gone: readonly string[]): Promise<void> {
    const [first] = gone;
    if (first === undefined) return;
    const { mucs, events } = this.deps;
    const { memberCount } = (await mucs.find(muc.app, muc.id)) ?? muc;
    const who = gone.length === 1 ? { from: first } : { members: gone };
    await events.tellMembers(muc, { operation: MucBodyOperation.ABSENCE, memberCount, ...who }, { origin });
  }

  /** Users who are no members, or not any more, each about the own person. */
  async outsiders({ muc, origin }: Scene, users: readonly string[], operation: number): Promise<void> {
    const { events } = this.deps;
    await Promise.all(
      users.map((user) => events.tellUsers(muc, { operation, about: user }, { origin, users: [user] })),
    );
  }
}
