import { StatisticsBodyOperation } from "@rondo/protocol";
import type { SignOutReason } from "../cluster/bus.ts";

/**
 * What a client is told before its session is closed from outside (MSync 3.7); after any of these it does not come back
 * by itself. A disabled account has no operation of its own: the client is signed out as if by an administrator, and is
 * told why when it tries to log in.
 */
export const kickOperations: Record<SignOutReason, number> = {
  removed: StatisticsBodyOperation.USER_REMOVED,
  "password-changed": StatisticsBodyOperation.USER_KICKED_BY_CHANGE_PASSWORD,
  "other-device": StatisticsBodyOperation.USER_KICKED_BY_OTHER_DEVICE,
  forced: StatisticsBodyOperation.USER_KICKED_BY_OTHER_DEVICE,
  disabled: StatisticsBodyOperation.USER_KICKED_BY_OTHER_DEVICE,
};

/** What a device is told that has to make room for another one of the same user. */
export const MADE_ROOM = StatisticsBodyOperation.USER_LOGIN_ANOTHER_DEVICE;
