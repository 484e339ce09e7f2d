import { randomUUID } from "node:crypto";
import type { ConsoleRole, Member } from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Actor } from "../../kernel/console.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Accounts, hashOf, newToken, type Post, type Sessions } from "../accounts/index.ts";
import { changesBetween, type Operations } from "../operations/index.ts";
import {
  type InvitationRow,
  invitationStore,
  type MemberRow,
  memberStore,
  type OrganisationTables,
  organisationStore,
} from "./organisations.store.ts";

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

interface Deps {
  readonly database: Database;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly post: Post;
  readonly operations: Operations;
  readonly clock: Clock;
}

export interface Invited {
  readonly member: Member;
  readonly link: string | null;
}

/** Who is in an organisation, and who has been invited. */
export class Members {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async list(org: string): Promise<Member[]> {
    const members = await memberStore.list(this.db(), org);
    const invitations = await invitationStore.list(this.db(), org);
    return [...(await this.toMembers(members)), ...invitations.map(fromInvitation)];
  }

  /** Sends the link. @throws AppError MEMBER_EXISTS, MAIL_FAILED (the invitation stands, and can be sent again). */
  async invite(
    actor: Actor,
    org: string,
    wanted: { email: string; role: ConsoleRole; remark: string; base: string },
  ): Promise<Invited> {
    const email = wanted.email.trim().toLowerCase();
    const account = await this.deps.accounts.findByEmail(email);
    if (account !== undefined && (await memberStore.find(this.db(), org, account.id)) !== undefined) {
      throw new AppError("MEMBER_EXISTS");
    }
    const token = newToken();
    const now = this.deps.clock.now();
    const row: InvitationRow = {
      id: randomUUID(),
      org,
      email,
      role: wanted.role,
      remark: wanted.remark,
      tokenHash: hashOf(token),
      invitedBy: actor.name,
      createdAt: now,
      expiresAt: now + INVITATION_MS,
    };
    await this.deps.database.inTransaction(async (tx) => {
      if (!(await invitationStore.insert(tx.query<OrganisationTables>(), row))) throw new AppError("MEMBER_EXISTS");
      const changes = changesBetween({}, { role: row.role });
      await this.deps.operations.record({ actor, org, action: "member.invited", object: email, changes }, tx);
    });
    return { member: fromInvitation(row), link: await this.send(row, token, wanted.base) };
  }

  /** Only the new link works. @throws AppError MEMBER_NOT_FOUND, MAIL_FAILED. */
  async resend(actor: Actor, org: string, wanted: { id: string; base: string }): Promise<Invited> {
    const row = await invitationStore.find(this.db(), org, wanted.id);
    if (row === undefined) throw new AppError("MEMBER_NOT_FOUND");
    const token = newToken();
    const changes = { tokenHash: hashOf(token), expiresAt: this.deps.clock.now() + INVITATION_MS };
    await invitationStore.update(this.db(), row.id, changes);
    await this.deps.operations.record({ actor, org, action: "member.invited-again", object: row.email });
    const after = { ...row, ...changes };
    return { member: fromInvitation(after), link: await this.send(after, token, wanted.base) };
  }

  /** @throws AppError MEMBER_NOT_FOUND, LAST_OWNER. */
  async change(
    actor: Actor,
    org: string,
    wanted: { id: string; role: ConsoleRole | undefined; remark: string | undefined },
  ): Promise<Member> {
    const { id } = wanted;
    const after = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<OrganisationTables>();
      const member = await memberStore.find(db, org, id);
      const invitation = member === undefined ? await invitationStore.find(db, org, id) : undefined;
      const before = member ?? invitation;
      if (before === undefined) throw new AppError("MEMBER_NOT_FOUND");
      const next = { role: wanted.role ?? before.role, remark: wanted.remark ?? before.remark };
      if (member === undefined) await invitationStore.update(db, id, next);
      else {
        await memberStore.update(db, { ...member, ...next });
        await mustHaveOwner(db, org);
      }
      const changes = changesBetween({ role: before.role, remark: before.remark }, next);
      const object = invitation?.email ?? id;
      if (changes.length > 0)
        await this.deps.operations.record({ actor, org, action: "member.changed", object, changes }, tx);
      return member === undefined ? undefined : { ...member, ...next };
    });
    if (after !== undefined) return one(await this.toMembers([after]));
    const invitation = await invitationStore.find(this.db(), org, id);
    if (invitation === undefined) throw new AppError("MEMBER_NOT_FOUND");
    return fromInvitation(invitation);
  }

  /** The member's rights end with it, in running sessions, too. @throws AppError MEMBER_NOT_FOUND, LAST_OWNER. */
  async remove(actor: Actor, org: string, id: string): Promise<void> {
    const email = (await this.deps.accounts.find(id))?.email;
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<OrganisationTables>();
      const member = await memberStore.find(db, org, id);
      const invitation = await invitationStore.find(db, org, id);
      if (member === undefined && invitation === undefined) throw new AppError("MEMBER_NOT_FOUND");
      if (member !== undefined) {
        await memberStore.remove(db, org, id);
        await mustHaveOwner(db, org);
      } else await invitationStore.remove(db, id);
      const object = email ?? invitation?.email ?? id;
      await this.deps.operations.record({ actor, org, action: "member.removed", object }, tx);
    });
  }

  /** @throws AppError LINK_INVALID. */
  async look(token: string): Promise<InvitationRow & { title: string; needsPassword: boolean }> {
    const row = await invitationStore.findByToken(this.db(), hashOf(token));
    if (row === undefined || row.expiresAt <= this.deps.clock.now()) throw new AppError("LINK_INVALID");
    const organisation = await organisationStore.find(this.db(), row.org);
    const account = await this.deps.accounts.findByEmail(row.email);
    return { ...row, title: organisation?.title ?? row.org, needsPassword: account?.confirmedAt == null };
  }

  /**
   * Whoever has the link reads the mail of the address. An account that is there becomes a member; who has none, or none that
   * was ever confirmed, gets one with the password that is given.
   *
   * @throws AppError LINK_INVALID, PASSWORD_WEAK.
   */
  async accept(
    token: string,
    wanted: {
      password: string | undefined;
      name: string | undefined;
      language: "zh-CN" | "en" | undefined;
      address: string;
    },
  ): Promise<{ email: string; organisation: string }> {
    const { accounts, operations, clock, database } = this.deps;
    const { id, org, email, role, remark, needsPassword } = await this.look(token);
    const known = await accounts.findByEmail(email);
    const { password, name, language } = wanted;
    if (needsPassword && password === undefined) throw new AppError("PASSWORD_WEAK");
    const fresh =
      needsPassword && password !== undefined ? await accounts.prepare({ email, password, name, language }) : undefined;
    await database.inTransaction(async (tx) => {
      const db = tx.query<OrganisationTables>();
      if (!(await invitationStore.remove(db, id))) throw new AppError("LINK_INVALID");
      const accountId = fresh === undefined ? known?.id : await accounts.adopt(fresh, tx);
      if (accountId === undefined) throw new AppError("LINK_INVALID");
      await memberStore.insert(db, { org, accountId, role, remark, since: clock.now() });
      const actor = { accountId, name: email, address: wanted.address };
      await operations.record({ actor, org, action: "member.joined", object: email }, tx);
    });
    return { email, organisation: org };
  }

  private async send(row: InvitationRow, token: string, base: string): Promise<string | null> {
    const account = await this.deps.accounts.findByEmail(row.email);
    const organisation = (await organisationStore.find(this.db(), row.org))?.title ?? row.org;
    const to = { email: row.email, language: account?.language === "en" ? ("en" as const) : ("zh-CN" as const) };
    const link = `${base}/console/invitation?token=${token}`;
    return this.deps.post.deliver(to, { kind: "invitation", link, organisation, by: row.invitedBy });
  }

  private async toMembers(rows: readonly MemberRow[]): Promise<Member[]> {
    const ids = rows.map(({ accountId }) => accountId);
    const accounts = await this.deps.accounts.findMany(ids);
    const seen = await this.deps.sessions.lastSeen(ids);
    return rows.flatMap(({ accountId, role, remark, since }) => {
      const account = accounts.get(accountId);
      if (account === undefined) return [];
      const { email, name } = account;
      const lastSeenAt = seen.get(accountId) ?? null;
      const hasTotp = account.totpSince !== null;
      return [
        { id: accountId, state: "active", email, name, role, remark, hasTotp, since, lastSeenAt, expiresAt: null },
      ];
    });
  }

  private db() {
    return this.deps.database.query<OrganisationTables>();
  }
}

function fromInvitation({ id, email, role, remark, createdAt, expiresAt }: InvitationRow): Member {
  const since = createdAt;
  return { id, state: "invited", email, name: "", role, remark, hasTotp: false, since, lastSeenAt: null, expiresAt };
}

/** After the change, in its transaction: two owners who make each other developers at the same time are not both heard. */
async function mustHaveOwner(db: Parameters<typeof memberStore.countOwners>[0], org: string): Promise<void> {
  if ((await memberStore.countOwners(db, org)) === 0) throw new AppError("LAST_OWNER");
}

function one(members: readonly Member[]): Member {
  const [member] = members;
  if (member === undefined) throw new AppError("MEMBER_NOT_FOUND");
  return member;
}
