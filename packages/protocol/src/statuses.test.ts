import { describe, expect, it } from "vitest";
import { ackRefusals, namedAckRefusals, provisionRefusals, type Refusal, StatusErrorCode } from "./index.ts";

/** What the official client makes of an ack's status, in the order in which it looks (MSync 4.4). */
function ackErrorType({ code, reason }: Refusal): number | "never settles" {
  const exact: Record<string, number> = {
    blocked: 603,
    "group not found": 605,
    "not in group or chatroom": 602,
    "exceed recall time limit": 504,
    "message recall disabled": 505,
    "not in group or chatroom white list": 506,
    nonroster: 221,
    "group is disabled": 608,
    "limit directed users": 50,
    "Sorry, edit limit reached": 50,
    "Sorry, message does not exist": 1302,
    "Sorry, You do not have permission": 603,
    "Sorry, format is incorrect": 1303,
    "Sorry, edit is not available": 505,
    "Sorry, edit fail": 1304,
    "group member list is full!": 704,
    "can not operate this group, reason: group is disabled": 608,
  };
  const denied: Record<string, number> = {
    "sensitive words": 501,
    "blocked by mod_antispam": 501,
    "user is mute": 219,
    "traffic limit": 509,
    "Sorry, data is too large": 511,
  };
  const has = (...parts: string[]) => parts.every((part) => reason.includes(part));
  switch (code) {
    case StatusErrorCode.FAIL:
      if (exact[reason] !== undefined) return exact[reason];
      if (has("grpID", "does not exist!")) return 705;
      if (has("username", "doesn't exist!")) return 204;
      if (has("can not join this group", "is in the blacklist")) return 603;
      if (has("moderation")) return 508;
      if (has("group ID illegal, please check it")) return -3;
      if (has("has create too many chatrooms") || has("has joined too many chatrooms")) return 50;
      return has("auto create failed") ? 500 : 503;
    case StatusErrorCode.PERMISSION_DENIED:
      return denied[reason] ?? "never settles";
    case StatusErrorCode.USER_MUTED:
      return 507;
    case StatusErrorCode.PERMISSION_DENIED_EXTERNAL:
      return 502;
    default:
      return 604;
  }
}

/** What the official client makes of a PROVISION answer (MSync 3.4). */
function provisionErrorType({ code, reason }: Refusal): number {
  const failed: Record<string, number> = {
    "Sorry, user register limit": 50,
    "Sorry, user register rate limit": 50,
    "Sorry, token expired": 56,
    "Sorry, token or password does not match login info": 28,
    "Sorry, user not found": 204,
  };
  const limits = ["month live count", "day live count", "online count"].map((what) => `Sorry, the app ${what} limit`);
  switch (code) {
    case StatusErrorCode.FAIL:
      return failed[reason] ?? 2;
    case StatusErrorCode.WRONG_PARAMETER:
      return -3;
    case StatusErrorCode.PERMISSION_DENIED:
      return limits.includes(reason) ? 50 : 2;
    case StatusErrorCode.IM_FORBIDDEN:
      return 57;
    case StatusErrorCode.TOO_MANY_DEVICES:
      return 214;
    case StatusErrorCode.RESOURCE_CHANGED:
      return 220;
    default:
      return 2;
  }
}

describe("refusals on the socket", () => {
  it.each(Object.entries<Refusal>(ackRefusals))("[MS9] the ack %s is read as the error it stands for", (_name, row) => {
    expect(ackErrorType(row)).toBe(row.sdkType);
  });

  it.each(Object.entries(namedAckRefusals))("[MS9] the ack %s is read as such whoever it names", (_name, refuse) => {
    for (const named of ["alice", "1234", "blocked"]) expect(ackErrorType(refuse(named))).toBe(refuse(named).sdkType);
  });

  it.each(Object.entries<Refusal>(provisionRefusals))("[MS9] the login refusal %s is read as such", (_name, row) => {
    expect(provisionErrorType(row)).toBe(row.sdkType);
  });

  it("[MS9] every error type a client can show is reachable", () => {
    const shown = (rows: Refusal[]) => [...new Set(rows.map((row) => row.sdkType))].sort((a, b) => a - b);
    const named = Object.values(namedAckRefusals).map((refuse) => refuse("x"));
    expect(shown([...Object.values(ackRefusals), ...named])).toEqual([
      -3, 50, 204, 219, 221, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 511, 602, 603, 604, 605, 608, 704, 705,
      1302, 1303, 1304,
    ]);
    expect(shown(Object.values(provisionRefusals))).toEqual([-3, 2, 28, 50, 56, 57, 204, 214, 220]);
  });
});
