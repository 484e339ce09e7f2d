import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";

export interface RtcToken {
  readonly appId: string;
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** Whom a token is for. The number is the user's in calls; the channel "*" means any. */
interface RtcSeat {
  readonly app: string;
  readonly user: string;
  readonly uid: number;
  readonly channel: string;
}

/** What makes tokens for calls: a port, so that tokens may also be made here one day. */
export interface TokenServer {
  /** @throws ProviderError */
  issue(seat: RtcSeat): Promise<RtcToken>;
}

const Answer = Compile(
  Type.Object({
    appId: Type.String({ minLength: 1 }),
    token: Type.String({ minLength: 1 }),
    expiresIn: Type.Integer({ minimum: 1, description: "Seconds." }),
  }),
);

/**
 * The application's own token server. It is sent `{ appKey, userId, uid, channelName }` and answers
 * `{ appId, token, expiresIn }`.
 */
export function tokenServer({ client, url, key }: { client: ProviderClient; url: string; key: string }): TokenServer {
  return {
    async issue({ app, user, uid, channel }) {
      const answer = await client.call({
        app,
        url,
        method: "POST",
        headers: { "content-type": "application/json", ...(key === "" ? {} : { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ appKey: app, userId: user, uid, channelName: channel }),
      });
      if (!Answer.Check(answer)) throw new ProviderError("unreadable");
      return { appId: answer.appId, token: answer.token, expiresInSeconds: answer.expiresIn };
    },
  };
}
