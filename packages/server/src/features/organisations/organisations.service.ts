import type { ConsoleRole, Organisation, OwnOrganisation } from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Actor } from "../../kernel/console.ts";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { changesBetween, type Operations } from "../operations/index.ts";
import { memberStore, type OrganisationTables, organisationStore } from "./organisations.store.ts";

interface Deps {
  readonly database: Database;
  readonly operations: Operations;
  /** How many applications there are under a name, whether an organisation is known by it or not. */
  readonly countApps: (org: string) => Promise<number>;
  readonly clock: Clock;
}

/** Organisations: who owns applications (SPEC.md, OR). Their name is the first half of the applications' keys. */
export class Organisations {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async listOf(accountId: string): Promise<OwnOrganisation[]> {
    const rows = await organisationStore.listOf(this.db(), accountId);
    return rows.map(({ name, title, role }) => ({ name, title, role }));
  }

  async findRole(accountId: string, org: string): Promise<ConsoleRole | undefined> {
    return (await memberStore.find(this.db(), org, accountId))?.role;
  }

  /**
   * A name under which there are applications already belongs to whoever has made them, at the command line: it can only be
   * had with `claim`.
   *
   * @throws AppError ORGANISATION_EXISTS.
   */
  async create(
    actor: Actor,
    wanted: { name: string; title: string | undefined; ownerId: string },
    options: { claim: boolean; tx?: Transaction },
  ): Promise<OwnOrganisation> {
    const { name, ownerId } = wanted;
    const title = wanted.title ?? name;
    if (!options.claim && (await this.deps.countApps(name)) > 0) throw new AppError("ORGANISATION_EXISTS");
    const now = this.deps.clock.now();
    const add = async (tx: Transaction): Promise<void> => {
      const db = tx.query<OrganisationTables>();
      const isNew = await organisationStore.insert(db, { name, title, createdAt: now });
      if (!isNew) throw new AppError("ORGANISATION_EXISTS");
      await memberStore.insert(db, { org: name, accountId: ownerId, role: "owner", remark: "", since: now });
      await this.deps.operations.record({ actor, org: name, action: "organisation.created", object: title }, tx);
    };
    await (options.tx === undefined ? this.deps.database.inTransaction(add) : add(options.tx));
    return { name, title, role: "owner" };
  }

  /** One more owner of an organisation, which is made if it is not there: for the command line. */
  async addOwner(actor: Actor, wanted: { name: string; ownerId: string }, tx: Transaction): Promise<void> {
    const db = tx.query<OrganisationTables>();
    const { name, ownerId } = wanted;
    if ((await organisationStore.find(db, name)) === undefined) {
      await this.create(actor, { name, title: undefined, ownerId }, { claim: true, tx });
      return;
    }
    const since = this.deps.clock.now();
    await memberStore.insert(db, { org: name, accountId: ownerId, role: "owner", remark: "", since });
    await this.deps.operations.record({ actor, org: name, action: "member.joined", object: ownerId }, tx);
  }

  /** @throws AppError ORGANISATION_NOT_FOUND. */
  async get(name: string): Promise<Organisation> {
    const row = await organisationStore.find(this.db(), name);
    if (row === undefined) throw new AppError("ORGANISATION_NOT_FOUND");
    const [apps, members] = await Promise.all([this.deps.countApps(name), memberStore.list(this.db(), name)]);
    return { ...row, apps, members: members.length };
  }

  async rename(actor: Actor, name: string, title: string): Promise<Organisation> {
    const before = await this.get(name);
    await organisationStore.setTitle(this.db(), name, title);
    const changes = changesBetween({ title: before.title }, { title });
    if (changes.length > 0) {
      await this.deps.operations.record({ actor, org: name, action: "organisation.changed", changes });
    }
    return { ...before, title };
  }

  /** The accounts in it. */
  async memberIds(org: string): Promise<string[]> {
    return (await memberStore.list(this.db(), org)).map(({ accountId }) => accountId);
  }

  private db() {
    return this.deps.database.query<OrganisationTables>();
  }
}
