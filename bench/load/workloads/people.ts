/** Logged-in users of a run, and the ledger that their sessions fill. */
import { inParallel, type ServerAddress, signUp } from "../accounts.ts";
import { Session, type SessionHooks } from "../client/session.ts";
import type { Failure } from "../failure.ts";
import { CONNECTING } from "./echo.ts";

export function nameOf(index: number): string {
  return `u${String(index).padStart(6, "0")}`;
}

function namesUpTo(count: number): string[] {
  return Array.from({ length: count }, (_, index) => nameOf(index));
}

export interface People {
  readonly server: ServerAddress;
  readonly names: readonly string[];
  readonly tokens: readonly string[];
}

export async function register(server: ServerAddress, count: number): Promise<People> {
  const names = namesUpTo(count);
  return { server, names, tokens: await signUp(server, names) };
}

/** Logs in the users with these indexes; delivery has not begun for any of them. */
export async function logIn(
  people: People,
  indexes: readonly number[],
  options: { failure: Failure; hooksOf: (index: number) => Omit<SessionHooks, "onLost"> },
): Promise<Session[]> {
  const { server, names, tokens } = people;
  const sessions: Session[] = new Array(indexes.length);
  await inParallel(indexes.length, CONNECTING, async (i) => {
    const index = indexes[i] as number;
    const session = new Session(
      {
        websocket: server.websocket,
        appKey: server.appKey,
        user: names[index] as string,
        token: tokens[index] as string,
        resource: `webim_web_${index}`,
      },
      { ...options.hooksOf(index), onLost: options.failure.report },
    );
    sessions[i] = session;
    await session.open();
  });
  return sessions;
}

/** Begins delivery to all; resolves when all have been told what is unread. */
export async function startAll(sessions: readonly Session[]): Promise<void> {
  await Promise.all(sessions.map((session) => session.start()));
}
