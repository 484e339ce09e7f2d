import { AppError } from "../../kernel/errors.ts";
import type { Caller } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { User, Users } from "./api.ts";
import { checkNickname, checkPassword, checkUsername } from "./rules.ts";

const MAX_BATCH = 60;

export interface Applicant {
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly nickname: string | undefined;
}

interface Refusal {
  readonly username: string;
  readonly registerUserFailReason: string;
}

/** Who may register whom: the rules of POST /users (AU3, AU4). */
export class Registration {
  private readonly deps: { apps: Apps; users: Users };

  constructor(deps: { apps: Apps; users: Users }) {
    this.deps = deps;
  }

  /** @throws AppError REGISTRATION_CLOSED, INVALID_ARGUMENT, USER_EXISTS. */
  async one(app: string, caller: Caller, applicant: Applicant): Promise<User> {
    const { settings } = await this.deps.apps.get(app);
    if (settings.registration !== "open" && caller.kind !== "app") throw new AppError("REGISTRATION_CLOSED");
    return this.deps.users.register(app, checkApplicant(applicant));
  }

  /**
   * A wrong applicant refuses the whole batch before anything is written; a name that is taken refuses only itself.
   * Needs the application's token in open mode, too: one call orders up to 60 password hashes.
   *
   * One alone is registered as by `one`, where registration is open by anybody: clients of that kind send lists of one.
   *
   * @throws AppError REGISTRATION_CLOSED, INVALID_ARGUMENT, USER_EXISTS when one name comes with two passwords.
   */
  async many(
    app: string,
    caller: Caller,
    applicants: readonly Applicant[],
  ): Promise<{ registered: User[]; refused: Refusal[] }> {
    const [only, ...others] = applicants;
    if (only !== undefined && others.length === 0) {
      return { registered: [await this.one(app, caller, only)], refused: [] };
    }
    if (caller.kind !== "app") {
      const { settings } = await this.deps.apps.get(app);
      const isOpen = settings.registration === "open";
      throw new AppError(
        "REGISTRATION_CLOSED",
        isOpen ? "Open registration doesn't allow, so register user need token" : undefined,
      );
    }
    const checked = withoutRepetitions(applicants);
    const registered: User[] = [];
    const refused: Refusal[] = [];
    for (const applicant of checked) {
      try {
        registered.push(await this.deps.users.register(app, applicant));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "USER_EXISTS") throw error;
        const { username } = applicant;
        refused.push({ username, registerUserFailReason: `the ${username} already exists` });
      }
    }
    return { registered, refused };
  }
}

function checkApplicant(applicant: Applicant) {
  if (applicant.username === undefined) throw new AppError("INVALID_ARGUMENT", "username is required");
  const username = checkUsername(applicant.username);
  if (!applicant.password) throw new AppError("INVALID_ARGUMENT", "password or pin must provided");
  const password = checkPassword(applicant.password, "password");
  return { username, password, nickname: checkNickname(applicant.nickname) };
}

function withoutRepetitions(applicants: readonly Applicant[]) {
  if (applicants.length === 0) throw new AppError("INVALID_ARGUMENT", "Request body array is empty");
  if (applicants.length > MAX_BATCH) {
    const size = applicants.length;
    throw new AppError(
      "INVALID_ARGUMENT",
      `Request body array size[${size}] had almost reached or been greater than the upper range value[${MAX_BATCH}]`,
    );
  }
  const byName = new Map<string, ReturnType<typeof checkApplicant>>();
  for (const applicant of applicants.map(checkApplicant)) {
    const same = byName.get(applicant.username);
    if (same !== undefined && same.password !== applicant.password) {
      // The compatible service lists the passwords here; a password does not belong in an answer.
      throw new AppError("USER_EXISTS", `the same user ${applicant.username} has a different password`);
    }
    byName.set(applicant.username, same ?? applicant);
  }
  return [...byName.values()];
}
