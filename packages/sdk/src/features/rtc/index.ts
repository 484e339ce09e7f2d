import type { Feature } from "../../core/client.ts";
import { data, type Operation, operations } from "../../core/operations.ts";
import type { RtcMethods } from "../../types/rtc.ts";

const TABLE: Record<string, Operation> = {
  getRTCToken: {
    call: "GET /users/~/token/rtc",
    takes: "channelName",
    query: ({ channelName = "*" }) => ({ channelName }),
    gives: data((answer) => ({
      appId: answer.app_id || "",
      RTCToken: answer.rtc_token || "",
      channelName: answer.channel_name || "",
      RTCUId: answer.rtcUid || 0,
      expire: answer.expires_in || 0,
    })),
  },
  getUserIdByRTCUIds: {
    call: "POST /rtc_mapper/batch/get",
    takes: "RTCUIds",
    needs: "RTCUIds:full",
    body: "data=RTCUIds",
    gives: data((answer) => answer.data || {}),
  },
};

/** What applications that make calls need of the server (API 3.18). */
export const rtc: Feature<RtcMethods> = (client) => operations(client, TABLE);
