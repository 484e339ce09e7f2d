import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { toUserEntity, UserEntity } from "../users/index.ts";
import type { SignInService } from "./sign-in.service.ts";
import type { SubscriptionService, SubscriptionState } from "./subscriptions.service.ts";

const MAX_CODE = 512;
const MAX_TTL_SECONDS = 100 * 365 * 24 * 60 * 60;

const OwnPath = Type.Object({ user: Type.String({ description: "The user id." }) });
const Subscription = Type.Object({
  data: Type.Object({
    templateId: Type.String({ description: "What `my.requestSubscribeMessage` is to ask about." }),
    use: Type.Union([Type.Literal("once"), Type.Literal("always")], {
      description: "Whether the user agrees to one message at a time, or to all that come.",
    }),
    isSubscribed: Type.Boolean(),
    messages: Type.Optional(Type.Integer({ description: "With `once`: how many the user has agreed to." })),
  }),
});

/** What mini programs at Alipay call. */
export function alipayEndpoints(services: {
  signIn: SignInService;
  subscriptions: SubscriptionService;
}): readonly Endpoint[] {
  const { signIn, subscriptions } = services;
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
    endpoint({
      name: "getAlipaySubscription",
      method: "GET",
      path: "/users/:user/alipay/subscription",
      summary: "Whether a user gets messages in Alipay while not connected",
      access: "self",
      params: OwnPath,
      reply: Subscription,
      errors: ["SERVICE_NOT_OPEN", "NOT_FOUND"],
      async handle({ appKey, params }) {
        return toReply(await subscriptions.state({ app: appKey, user: params.user }));
      },
    }),
    endpoint({
      name: "reportAlipaySubscription",
      method: "POST",
      path: "/users/:user/alipay/subscription",
      summary: "What a user has answered to `my.requestSubscribeMessage`",
      access: "self",
      params: OwnPath,
      body: Type.Object(
        {
          templateId: Type.String({ description: "The one that was asked about." }),
          agreed: Type.Boolean({ description: "False: no more messages." }),
        },
        { examples: [{ templateId: "ac768fca1ce245ccae9404bb5243c49b", agreed: true }] },
      ),
      reply: Subscription,
      errors: ["SERVICE_NOT_OPEN", "NOT_FOUND"],
      async handle({ appKey, params, body }) {
        const answer = { templateId: body.templateId, hasAgreed: body.agreed };
        return toReply(await subscriptions.report({ app: appKey, user: params.user }, answer));
      },
    }),
  ];
}

function toReply({ templateId, use, isSubscribed, messages }: SubscriptionState) {
  return { data: { templateId, use, isSubscribed, ...(messages === undefined ? {} : { messages }) } };
}
