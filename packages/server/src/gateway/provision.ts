import {
  DecodeError,
  decode,
  normalizeUserId,
  Provision,
  parseAppKey,
  provisionRefusals,
  type Refusal,
} from "@rondo/protocol";
import type { Apps } from "../features/apps/api.ts";
import type { App } from "../features/apps/settings.ts";
import type { Tokens } from "../features/tokens/api.ts";
import type { Users } from "../features/users/api.ts";
import { AppError } from "../kernel/errors.ts";
import type { UplinkFrame } from "./uplink.ts";

/** What a PROVISION says about who it comes from, not yet believed. */
export interface Claim {
  readonly app: string;
  readonly user: string;
  readonly token: string;
  /** Undefined: the client leaves the choice to the server. */
  readonly resource: string | undefined;
  readonly deviceUuid: string;
  readonly deviceName: string;
  /** Shown to the device that has to make room (MSync 3.7, operation 2). */
  readonly loginExt: string | undefined;
}

export interface Admission {
  readonly app: App;
  readonly user: string;
  readonly expiresAt: number | undefined;
}

/** In UTF-16 units. Resources are stored per device and echoed in many places. */
const MAX_RESOURCE = 256;
const MAX_DEVICE_NAME = 256;
const MAX_LOGIN_EXT = 1024;

export type ReadClaim =
  | { readonly ok: true; readonly claim: Claim }
  /** `resource` is what has to be echoed with the refusal. */
  | { readonly ok: false; readonly refusal: Refusal; readonly resource: string };

/** Reads a PROVISION (MSync 3.2). */
export function readClaim(frame: UplinkFrame): ReadClaim {
  const provision = decodeProvision(frame.payload);
  const wanted = (provision?.resource ?? "") === "" ? frame.guid?.clientResource : provision?.resource;
  const resource = wanted === undefined || wanted === "" ? undefined : wanted;
  const refuse = (refusal: Refusal): ReadClaim => ({ ok: false, refusal, resource: resource ?? "" });

  if (provision === undefined) return refuse(provisionRefusals.INVALID_PARAMETER);
  const app = frame.guid?.appKey ?? "";
  const user = normalizeUserId(frame.guid?.name ?? "");
  if (parseAppKey(app) === undefined || user === undefined) return refuse(provisionRefusals.INVALID_PARAMETER);
  if (resource !== undefined && !isResource(resource)) {
    return { ok: false, refusal: provisionRefusals.INVALID_PARAMETER, resource: "" };
  }
  const token = tokenOf(frame.auth, provision.authToken);
  if (token === undefined) return refuse(provisionRefusals.AUTH_FAILED);
  return {
    ok: true,
    claim: {
      app,
      user,
      token,
      resource,
      deviceUuid: (provision.deviceUuid ?? "").slice(0, MAX_DEVICE_NAME),
      deviceName: (provision.deviceName ?? "").slice(0, MAX_DEVICE_NAME),
      loginExt: provision.reason === "" ? undefined : provision.reason?.slice(0, MAX_LOGIN_EXT),
    },
  };
}

/**
 * Checks a claim: the application, the token, and that the token is this user's.
 *
 * @throws AppError or anything else that is a fault of ours; expected refusals are answered.
 */
export async function admit(
  claim: Claim,
  deps: { apps: Apps; users: Users; tokens: Tokens },
): Promise<Admission | Refusal> {
  const app = await deps.apps.find(claim.app);
  if (app === undefined) return provisionRefusals.AUTH_FAILED;
  const elsewhere = whyElsewhere(deps.apps, app);
  if (elsewhere !== undefined) return { ...provisionRefusals.AUTH_FAILED, reason: elsewhere };
  if (app.isDisabled) return provisionRefusals.SERVICE_DISABLED;
  try {
    const identity = await deps.tokens.verify(claim.token);
    if (identity.kind !== "user" || identity.app !== app.appKey || identity.username !== claim.user) {
      return provisionRefusals.TOKEN_MISMATCH;
    }
    const user = await deps.users.find(app.appKey, claim.user);
    if (user === undefined) return provisionRefusals.USER_NOT_FOUND;
    if (!user.isActive) return provisionRefusals.SERVICE_DISABLED;
    return { app, user: user.username, expiresAt: identity.expiresAt };
  } catch (error) {
    const refusal = error instanceof AppError ? tokenRefusals[error.code] : undefined;
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** Names the right addresses; undefined: this is the right server. */
function whyElsewhere(apps: Apps, app: App): string | undefined {
  try {
    apps.checkPlace(app);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === "OTHER_DATA_CENTRE") return error.description;
    throw error;
  }
}

const tokenRefusals: Partial<Record<AppError["code"], Refusal>> = {
  TOKEN_EXPIRED: provisionRefusals.TOKEN_EXPIRED,
  TOKEN_CORRUPT: provisionRefusals.TOKEN_MISMATCH,
  TOKEN_UNKNOWN: provisionRefusals.TOKEN_MISMATCH,
  USER_NOT_FOUND: provisionRefusals.USER_NOT_FOUND,
  USER_DISABLED: provisionRefusals.SERVICE_DISABLED,
};

function decodeProvision(payload: Uint8Array | undefined): Provision | undefined {
  try {
    return payload === undefined ? undefined : decode(Provision, payload);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function isResource(text: string): boolean {
  // Control characters end up in logs and, through events, in JSON that official clients cannot read (MSync 7.3).
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.length <= MAX_RESOURCE && !/[\u0000-\u001f\u007f]/.test(text);
}

/** The token from `auth`, or from the JSON of `authToken`; both write `$t$` in front of it. */
function tokenOf(auth: string | undefined, authToken: string | undefined): string | undefined {
  return withoutPrefix(auth) ?? withoutPrefix(tokenInJson(authToken));
}

function withoutPrefix(text: string | undefined): string | undefined {
  return text?.startsWith("$t$") === true && text.length > 3 ? text.slice(3) : undefined;
}

function tokenInJson(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("token" in value)) return undefined;
    return typeof value.token === "string" ? value.token : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
