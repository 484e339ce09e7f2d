import type { Config } from "./config.ts";
import { ChatError } from "./error.ts";
import type { Platform } from "./platform.ts";
import { requestJson, restBase } from "./rest-client.ts";
import { statusCode } from "./status-code.ts";

export interface LoginDeps {
  readonly platform: Platform;
  readonly config: Config;
}

/**
 * A token for a password (REST AUTH-1).
 *
 * @throws ChatError 1 whatever the reason: the message says what the server said, such as `invalid password` or
 * `user not found`; `data` is the error of the request.
 */
export async function requestToken(
  deps: LoginDeps,
  user: string,
  password: string,
): Promise<{ accessToken: string; expiresInSeconds: number }> {
  const { platform, config } = deps;
  try {
    const answer = await requestJson(platform, {
      method: "POST",
      url: `${restBase(config)}/token`,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ grant_type: "password", username: user, password, timestamp: platform.clock.now() }),
    });
    const { access_token: accessToken, expires_in: expiresInSeconds } = answer;
    if (typeof accessToken !== "string" || !accessToken) throw new Error("the answer has no access_token");
    return { accessToken, expiresInSeconds: Number(expiresInSeconds) };
  } catch (error) {
    const { message } = error as Error; // nothing else is thrown here
    throw new ChatError(statusCode.WEBIM_CONNCTION_OPEN_ERROR, message, error);
  }
}

/**
 * When a token of `user` ends, epoch milliseconds (REST AUTH-3, asked with that very token); undefined when the server does
 * not say.
 *
 * @throws ChatError 52 for a token that is not this user's, and as every request.
 */
export async function requestTokenExpiry(
  deps: LoginDeps,
  user: string,
  token: string,
): Promise<{ expiresAt: number | undefined; answer: Record<string, unknown> }> {
  const { platform, config } = deps;
  const answer = await requestJson(platform, {
    method: "GET",
    url: `${restBase(config)}/sdk/users/${encodeURIComponent(user)}/token/expires`,
    headers: { Authorization: `Bearer ${token}` },
    body: undefined,
  });
  const { expire_timestamp: expiresAt } = answer;
  return { expiresAt: typeof expiresAt === "number" ? expiresAt : undefined, answer };
}
