import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { RtcService } from "./rtc.service.ts";

const MAX_UIDS = 100;
const ANY_CHANNEL = "*";

/** Tokens for calls (AUTH-4 and AUTH-5). */
export function rtcEndpoints(service: RtcService): readonly Endpoint[] {
  return [
    endpoint({
      name: "getRtcToken",
      method: "GET",
      path: "/users/:user/token/rtc",
      summary: "A token for voice and video calls (AUTH-4)",
      access: "self",
      params: Type.Object({ user: Type.String() }),
      query: Type.Object({ channelName: Type.Optional(Type.String({ maxLength: 64 })) }),
      async handle({ appKey, params, query }) {
        const channel = query.channelName ?? ANY_CHANNEL;
        const { appId, token, uid, expiresInSeconds } = await service.token({
          app: appKey,
          user: params.user,
          channel,
        });
        return { app_id: appId, rtc_token: token, channel_name: channel, rtcUid: uid, expires_in: expiresInSeconds };
      },
    }),
    endpoint({
      name: "listRtcUsers",
      method: "POST",
      path: "/rtc_mapper/batch/get",
      summary: "The users behind numbers in calls (AUTH-5)",
      access: "user",
      body: Type.Object({ data: Type.Array(Type.Number(), { maxItems: MAX_UIDS }) }),
      async handle({ appKey, body }) {
        const uids = body.data.filter((uid) => Number.isSafeInteger(uid));
        return { data: await service.users(appKey, uids) };
      },
    }),
  ];
}
