/**
 * The connection test: what a client does, one step after the other, by a user made for it, from this browser and over the
 * real addresses. Each step that fails says why, as far as a browser can know.
 */
import type { UserToken } from "@rondo/protocol/console";
import { type Reach, reach } from "./reach.ts";

export const steps = ["user", "rest", "appKey", "socket", "login", "message"] as const;
export type Step = (typeof steps)[number];

/** A step that did not work; `reason` names the text for people, `detail` is what was said by the other side. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  readonly reason: FailureReason;

  constructor(reason: FailureReason, detail = "", options?: ErrorOptions) {
    super(detail, options);
    this.reason = reason;
  }
}

export type FailureReason =
  | Exclude<Reach, "answers">
  | "wrongAppKey"
  | "otherServer"
  | "restAnswer"
  | "upgrade"
  | "socketTimeout"
  | "login"
  | "message"
  | "timeout";

export interface Target {
  readonly appKey: string;
  readonly rest: string;
  readonly websocket: string;
}

export interface Report {
  begin(step: Step): void;
  /** `ms`: how long it took. */
  end(step: Step, ms: number): void;
}

const TIMEOUT_MS = 10_000;

/** @throws StepFailure at the first step that fails; whatever making the user throws. */
export async function runConnectionTest(
  target: Target,
  makeUser: () => Promise<UserToken>,
  report: Report,
): Promise<void> {
  const timed = async <T>(step: Step, act: () => Promise<T>): Promise<T> => {
    report.begin(step);
    const before = performance.now();
    const result = await act();
    report.end(step, performance.now() - before);
    return result;
  };
  const user = await timed("user", makeUser);
  await timed("rest", () => checkReached(target.rest));
  await timed("appKey", () => checkAppKey(target, user));
  await timed("socket", () => checkSocket(target.websocket));
  const connection = await timed("login", () => logIn(target, user));
  try {
    await timed("message", () => connection.sendToSelf());
  } finally {
    connection.close();
  }
}

async function checkReached(address: string): Promise<void> {
  const found = await reach(address);
  if (found !== "answers") throw new StepFailure(found, address);
}

/** Who answers there knows the application and the token that its own console has just made. */
async function checkAppKey({ appKey, rest }: Target, { username, token }: UserToken): Promise<void> {
  const [org = "", app = ""] = appKey.split("#");
  const url = `${rest}/${encodeURIComponent(org)}/${encodeURIComponent(app)}/users/${encodeURIComponent(username)}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new StepFailure("nothing", url, { cause });
  });
  if (response.ok) return;
  const body: unknown = await response.json().catch(() => undefined);
  const error = typeof body === "object" && body !== null && "error" in body ? String(body.error) : "";
  if (error === "organization_application_not_found") throw new StepFailure("wrongAppKey", appKey);
  if (response.status === 401) throw new StepFailure("otherServer", rest);
  throw new StepFailure("restAnswer", `${response.status} ${error}`);
}

/** Only the opening: nothing is sent yet. */
function checkSocket(address: string): Promise<void> {
  if (location.protocol === "https:" && address.startsWith("ws:")) {
    return Promise.reject(new StepFailure("mixed", address));
  }
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const timer = setTimeout(() => give(new StepFailure("socketTimeout", address)), TIMEOUT_MS);
    const give = (failure?: StepFailure): void => {
      clearTimeout(timer);
      socket.onopen = socket.onerror = null;
      socket.close();
      if (failure === undefined) resolve();
      else reject(failure);
    };
    socket.onopen = () => give();
    socket.onerror = () => {
      // A browser does not say why. If the same place answers to http, the upgrade is what is missing.
      void reach(address).then((found) => {
        const hasHttp = found === "answers" || found === "closed-to-pages";
        give(new StepFailure(hasHttp ? "upgrade" : found, address));
      });
    };
  });
}

async function logIn(target: Target, user: UserToken): Promise<{ sendToSelf(): Promise<void>; close(): void }> {
  const { openChat } = await import("../../../chat/chat.ts");
  const chat = await within(openChat(target, user), "login");
  return { sendToSelf: () => within(chat.send(user.username, "ping"), "message"), close: () => chat.close() };
}

async function within<T>(work: Promise<T>, reason: "login" | "message"): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StepFailure("timeout")), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    throw new StepFailure(reason, error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
