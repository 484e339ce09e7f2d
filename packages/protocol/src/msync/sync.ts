/** The sync layer: metas and the commands that carry, announce and acknowledge them. */
import {
  bool,
  bytes,
  double,
  enumeration,
  float,
  type Infer,
  int64,
  message,
  nested,
  repeated,
  string,
  time,
  uint32,
  uint64,
} from "../codec/schema.ts";
import { Jid, Status } from "./envelope.ts";

export const KeyValueValueType = {
  BOOL: 1,
  INT: 2,
  UINT: 3,
  LLINT: 4,
  FLOAT: 5,
  DOUBLE: 6,
  STRING: 7,
  JSON_STRING: 8,
} as const;
export type KeyValueValueType = (typeof KeyValueValueType)[keyof typeof KeyValueValueType];

export const KeyValue = message("KeyValue", {
  key: string(1),
  type: enumeration(2),
  varintValue: int64(3),
  floatValue: float(4),
  doubleValue: double(5),
  stringValue: string(6),
});
export type KeyValue = Infer<typeof KeyValue>;

export const MetaNameSpace = {
  STATISTIC: 0,
  CHAT: 1,
  MUC: 2,
  ROSTER: 3,
  CONFERENCE: 4,
  NOTIFY: 5,
  QUERY: 6,
} as const;
export type MetaNameSpace = (typeof MetaNameSpace)[keyof typeof MetaNameSpace];

export const MetaRouteType = {
  ROUTE_ALL: 0,
  ROUTE_ONLINE: 1,
  ROUTE_DIRECT: 2,
} as const;
export type MetaRouteType = (typeof MetaRouteType)[keyof typeof MetaRouteType];

export const Meta = message("Meta", {
  id: uint64(1),
  from: nested(2, Jid),
  to: nested(3, Jid),
  timestamp: time(4),
  ns: enumeration(5),
  payload: bytes(6),
  routetype: enumeration(7),
  ext: repeated(nested(8, KeyValue)),
  meta: bytes(9),
  directedUsers: repeated(string(10)),
});
export type Meta = Infer<typeof Meta>;

export const CommSyncUL = message("CommSyncUL", {
  meta: nested(1, Meta),
  key: uint64(2),
  queue: nested(3, Jid),
  isRoam: bool(4),
  lastFullRoamKey: uint64(5),
});
export type CommSyncUL = Infer<typeof CommSyncUL>;

export const CommSyncDL = message("CommSyncDL", {
  status: nested(1, Status),
  metaId: uint64(2),
  serverId: uint64(3),
  metas: repeated(nested(4, Meta)),
  nextKey: uint64(5),
  queue: nested(6, Jid),
  isLast: bool(7),
  timestamp: time(8),
  isRoam: bool(9),
});
export type CommSyncDL = Infer<typeof CommSyncDL>;

export const CommNotice = message("CommNotice", {
  queue: nested(1, Jid),
});
export type CommNotice = Infer<typeof CommNotice>;

export const CommUnreadUL = message("CommUnreadUL", {});
export type CommUnreadUL = Infer<typeof CommUnreadUL>;

export const MetaQueue = message("MetaQueue", {
  queue: nested(1, Jid),
  n: uint32(2),
});
export type MetaQueue = Infer<typeof MetaQueue>;

export const CommUnreadDL = message("CommUnreadDL", {
  status: nested(1, Status),
  unread: repeated(nested(2, MetaQueue)),
  timestamp: time(3),
});
export type CommUnreadDL = Infer<typeof CommUnreadDL>;
