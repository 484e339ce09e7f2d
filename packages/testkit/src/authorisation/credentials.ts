import { type ErrorCode, errorCodes } from "@rondo/protocol";
import type { Endpoint } from "@rondo/server";
import { AppError } from "../../../server/src/kernel/errors.ts";
import type { Answer } from "./http.ts";
import type { Scene } from "./scene.ts";
import { type Application, expiredToken, type World } from "./world.ts";

/** What a caller shows, and what it says to endpoints that want somebody (SPEC.md, AU10). */
interface Credential {
  readonly name: string;
  readonly token: string | undefined;
  readonly refusal: ErrorCode;
}

/** Whoever has one of these is nobody, wherever they go. */
export async function worthless({ world, app, user }: Scene): Promise<Credential[]> {
  const { home, abroad, closed } = world;
  const good = await world.signIn(home, user);
  const forged = `${good.slice(0, -6)}${good.endsWith("AAAAAA") ? "BBBBBB" : "AAAAAA"}`;
  return [
    { name: "no credential", token: undefined, refusal: "TOKEN_EXPIRED" },
    { name: "the text undefined", token: "undefined", refusal: "TOKEN_EXPIRED" },
    { name: "garbage", token: "nonsense", refusal: "TOKEN_CORRUPT" },
    { name: "a forged token", token: forged, refusal: "TOKEN_UNKNOWN" },
    { name: "an expired token", token: await shortLived(world, app), refusal: "TOKEN_EXPIRED" },
    { name: "an expired token of the customer's making", token: expiredToken(home, user), refusal: "TOKEN_EXPIRED" },
    { name: "a token from before a sign-out", token: await signedOut(world), refusal: "TOKEN_UNKNOWN" },
    { name: "the token of an account that is gone", token: await removed(world), refusal: "TOKEN_UNKNOWN" },
    { name: "the token of a banned user", token: await banned(world), refusal: "BANNED" },
    { name: "a user of another application", token: await world.signIn(abroad, user), refusal: "TOKEN_CORRUPT" },
    { name: "another application", token: abroad.token, refusal: "TOKEN_CORRUPT" },
    { name: "a disabled application", token: closed.token, refusal: "TOKEN_UNKNOWN" },
  ];
}

/** How a good token of this kind is refused by an endpoint; undefined: it is not. */
export function refusalOf({ access }: Endpoint, caller: "user" | "another user" | "app"): ErrorCode | undefined {
  switch (access) {
    case "anyone":
    case "user":
      return undefined;
    case "self":
      return caller === "another user" ? "UNAUTHORIZED" : undefined;
    case "app":
      return caller === "app" ? undefined : "TOKEN_CORRUPT";
    default:
      // A kind of access that is new has to be spoken of here.
      return access satisfies never;
  }
}

/** Undefined when the answer is this refusal, word for word; otherwise what is wrong with it. */
export function unlike(answer: Answer, endpoint: Endpoint, general: ErrorCode): string | undefined {
  const code = endpoint.refusals?.[general] ?? general;
  const { status, error, description } = errorCodes[code];
  const isUsual = { error, error_description: description, ...expect("exception", "timestamp", "duration") };
  const wanted = endpoint.failure?.(new AppError(code)) ?? isUsual;
  const { body } = answer;
  const differs = Object.entries(wanted).filter(([name, value]) => {
    return value === ANYTHING ? body[name] === undefined : JSON.stringify(body[name]) !== JSON.stringify(value);
  });
  if (answer.status === status && differs.length === 0) return undefined;
  return `${answer.status} ${JSON.stringify(body).slice(0, 300)} instead of ${status} ${code}`;
}

const ANYTHING = Symbol("anything");

function expect(...names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, ANYTHING]));
}

async function signedOut(world: World): Promise<string> {
  const token = await world.signIn(world.home, "signed-out");
  await world.admin(world.home, "GET", "/users/signed-out/disconnect");
  return token;
}

async function removed(world: World): Promise<string> {
  const token = await world.signIn(world.home, "removed");
  await world.admin(world.home, "DELETE", "/users/removed");
  return token;
}

async function banned(world: World): Promise<string> {
  const token = await world.signIn(world.home, "banned");
  await world.admin(world.home, "POST", "/users/banned/deactivate");
  return token;
}

/** It is over when it is answered: tokens live for whole seconds. */
async function shortLived(world: World, app: Application): Promise<string> {
  const token = await world.signIn(app, "short-lived", { ttlSeconds: 1 });
  const path = `${app.root}/sdk/users/short-lived/token/expires`;
  for (;;) {
    const { status } = await world.http.send({ method: "GET", path, authorization: `Bearer ${token}` });
    if (status === 401) return token;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
