/** The first run: an empty server becomes somebody's (SPEC.md, AC). */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { OwnOrganisation, Session } from "@rondo/protocol/console";
import { type ConsoleCall, type ConsoleEndpoint, consoleEndpoint } from "../../kernel/console.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Accounts, enter, hashOf, type Post, type Sessions } from "../accounts/index.ts";
import type { Apps } from "../apps/api.ts";
import type { Organisations } from "../organisations/index.ts";

interface Deps {
  readonly database: Database;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly post: Post;
  readonly organisations: Organisations;
  readonly apps: Pick<Apps, "listOrgs">;
  readonly isOpen: boolean;
  readonly isDevelopment: boolean;
  readonly version: string;
}

/**
 * Who comes first owns the server. In development that is whoever sits in front of it; elsewhere somebody on the network could
 * be quicker, so the code is asked for that only the operator has seen.
 */
export class FirstRun {
  /** Undefined: none is asked for. */
  readonly code: string | undefined;
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
    this.code = deps.isDevelopment ? undefined : randomBytes(9).toString("base64url");
  }

  get endpoints(): readonly ConsoleEndpoint[] {
    const { accounts, apps, post, isOpen, isDevelopment, version } = this.deps;
    return [
      consoleEndpoint("getSetup", async () => {
        const needsOwner = await accounts.isEmpty();
        return {
          needsOwner,
          needsCode: needsOwner && this.code !== undefined,
          organisations: needsOwner ? await apps.listOrgs() : [],
          registration: isOpen ? ("open" as const) : ("closed" as const),
          mail: post.canSend,
          development: isDevelopment,
          version,
        };
      }),
      consoleEndpoint("createOwner", (call) => this.createOwner(call)),
    ];
  }

  /** The organisation that is asked for, and those whose applications are here already: nobody else could have them. */
  private async createOwner(call: ConsoleCall<"createOwner">): Promise<Session> {
    const { accounts, organisations, apps, database, sessions } = this.deps;
    const { email, password, name, language, organisation, code } = call.body;
    if (!(await accounts.isEmpty())) throw new AppError("SETUP_DONE");
    if (!this.isGood(code)) throw new AppError("SETUP_CODE_WRONG");
    const row = await accounts.prepare({ email, password, name, language });
    const others = (await apps.listOrgs()).filter((org) => org !== organisation.name);
    const actor = { accountId: row.id, name: row.email, address: call.address };
    await database.inTransaction(async (tx) => {
      await accounts.addFirst(row, tx);
      const wanted = [
        { name: organisation.name, title: organisation.title },
        ...others.map((org) => ({ name: org, title: undefined })),
      ];
      for (const each of wanted) await organisations.create(actor, { ...each, ownerId: row.id }, { claim: true, tx });
    });
    const organisationsOf = (id: string): Promise<OwnOrganisation[]> => organisations.listOf(id);
    const account = await accounts.find(row.id);
    if (account === undefined) throw new Error("the account is gone");
    return enter({ accounts, sessions, organisationsOf }, account, call);
  }

  private isGood(code: string | undefined): boolean {
    if (this.code === undefined) return true;
    return timingSafeEqual(Buffer.from(hashOf(code ?? "")), Buffer.from(hashOf(this.code)));
  }
}
