/** For applications that make calls with a service for them. */
import type { AsyncResult } from "./common.ts";

export interface RtcMethods {
  /** For one channel, or with `*`, which it is without a name, for all. `expire`: seconds. Rejects with 505 where there are none. */
  getRTCToken(
    channelName?: string,
  ): Promise<AsyncResult<{ appId: string; RTCToken: string; channelName: string; RTCUId: number; expire: number }>>;
  /** Who is behind the numbers; unknown ones are left out. */
  getUserIdByRTCUIds(RTCUIds: number[]): Promise<AsyncResult<Record<number, string>>>;
}
