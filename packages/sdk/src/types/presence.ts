/** Who is online. */
import type { AsyncResult, Callbacks, ErrorEvent, UserId } from "./common.ts";

export interface StatusDetailsType {
  device: string;
  /** 0: offline, 1: online. */
  status: number;
}

export interface PresenceType {
  userId: UserId;
  statusDetails: StatusDetailsType[];
  /** What the user says with `publishPresence`. */
  ext: string;
  /** Epoch s. */
  lastTime: number;
  expire: number;
}

/** As the server answers it: its numbers may be texts. */
export interface SubscribePresence {
  /** Epoch s at which the subscription ends. */
  expiry: number;
  ext: string;
  /** Epoch s of the last change. */
  last_time: number;
  /** By device: `0` offline, `1` online. */
  status: object;
  uid: string;
}

export interface SubscribePresenceResult {
  result: SubscribePresence[];
}

export interface SubscribeUserListType {
  uid: string;
  expiry: number;
}

export interface GetSubscribedType {
  sublist: SubscribeUserListType[];
  totalnum: number;
}

export interface GetSubscribedPresenceListResult {
  result: GetSubscribedType;
}

interface Users<Result> extends Callbacks<Result> {
  usernames: UserId[];
}

interface Page extends Callbacks<AsyncResult<GetSubscribedPresenceListResult>> {
  /** From 1. */
  pageNum: number;
  pageSize: number;
}

interface Told {
  success?: () => void;
  error?: (error: ErrorEvent) => void;
}

export interface PresenceMethods {
  /** A text of one's own, for who has subscribed. Rejects with 1100 when it is too long. */
  publishPresence(params: { description: string } & Told): Promise<void>;
  /** `expiry`: seconds, at most 30 days. From then on `onPresenceStatusChange` tells of these users. */
  subscribePresence(
    params: { expiry: number } & Users<AsyncResult<SubscribePresenceResult>>,
  ): Promise<AsyncResult<SubscribePresenceResult>>;
  unsubscribePresence(params: { usernames: UserId[] } & Told): Promise<void>;
  getPresenceStatus(params: Users<AsyncResult<SubscribePresenceResult>>): Promise<AsyncResult<SubscribePresenceResult>>;
  getSubscribedPresencelist(params: Page): Promise<AsyncResult<GetSubscribedPresenceListResult>>;
  getSubscribedPresenceList(params: Page): Promise<AsyncResult<GetSubscribedPresenceListResult>>;
}
