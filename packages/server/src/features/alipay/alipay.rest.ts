import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { toUserEntity, UserEntity } from "../users/index.ts";
import type { SignInService } from "./sign-in.service.ts";

const MAX_CODE = 512;
const MAX_TTL_SECONDS = 100 * 365 * 24 * 60 * 60;

/** What mini programs at Alipay call. */
export function alipayEndpoints({ signIn }: { signIn: SignInService }): readonly Endpoint[] {
  return [
    endpoint({
      name: "issueTokenForAlipay",
      method: "POST",
      path: "/alipay/token",
      summary: "A user's token for a code from Alipay",
      description:
        "The mini program gets the code from `my.getAuthCode`; Alipay says whose it is. That user of Alipay has an account of its own, " +
        "which is made at the first sign-in, also where registration is not open. The answer is that of `POST /token` by password.",
      access: "anyone",
      rate: "token",
      answers: "plain",
      body: Type.Object(
        {
          authCode: Type.String({ minLength: 1, maxLength: MAX_CODE, description: "Good once, and not for long." }),
          ttl: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: MAX_TTL_SECONDS,
              description: "How long the token lives, in seconds; 0: for ever. Not given: as the application is set.",
            }),
          ),
        },
        { examples: [{ authCode: "4b203fe6c11548bcabd8da5bb087a83b" }] },
      ),
      reply: Type.Object({
        access_token: Type.String({ description: "Sent as `Authorization: Bearer …`; opaque." }),
        expires_in: Type.Integer({ description: "Seconds; 2147483647: never." }),
        user: UserEntity,
      }),
      errors: [
        "SERVICE_NOT_OPEN",
        "ALIPAY_CODE_INVALID",
        "ALIPAY_FAILED",
        "SERVICE_QUOTA",
        "USER_DISABLED",
        "USER_NOT_FOUND",
        "USER_QUOTA",
      ],
      async handle({ appKey, body }) {
        const { issued, user } = await signIn.signIn(appKey, { code: body.authCode, ttlSeconds: body.ttl });
        return { access_token: issued.token, expires_in: issued.expiresIn, user: toUserEntity(user) };
      },
    }),
  ];
}
