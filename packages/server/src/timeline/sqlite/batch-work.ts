import type { Connection } from "../../kernel/database/sqlite/index.ts";
import type { Position } from "../timeline.ts";
import type { Backlog } from "./backlog.ts";
import type { DeviceKey, Work } from "./batch.ts";

type Of<Type extends Work["type"]> = Extract<Work, { type: Type }>;

/** What sessions and housekeeping ask for, inside the transaction of a batch. The numbers it answers are explained below. */
export function batchWork(writer: Connection, backlog: Backlog): (work: Work) => number {
  const open = opener(writer);
  const close = closer(writer);
  const skip = skipper(writer);
  const expire = expirer(writer, backlog);
  const forgetDevices = deviceForgetter(writer);
  const forgetUser = userForgetter(writer);
  const see = writer.prepare(
    "update timeline_device set seen_at = ? where slot = ? and app = ? and username = ? and floor = 0 and resource = ?",
  );
  const pruneOnce = writer.prepare("delete from timeline_once where slot = ? and id < ?");

  return (work) => {
    switch (work.type) {
      case "open":
        return open(work);
      case "see":
        return Number(see.run(work.now, work.slot, work.app, work.user, work.resource).changes);
      case "close":
        return close(work);
      case "skip":
        return skip(work);
      case "expire":
        return expire(work);
      case "forget-devices":
        return forgetDevices(work);
      case "forget-user":
        return forgetUser(work);
      case "settle":
        backlog.settleConversation(work.timeline);
        return 0;
      case "settle-user":
        backlog.settleUser(work.slot, work.app, work.user);
        return 0;
      case "settle-all":
        backlog.settleAll();
        return 0;
      case "prune-once":
        return Number(pruneOnce.run(work.slot, work.olderThan).changes);
      default:
        return work satisfies never;
    }
  };
}

/** Answers 1 when the device is new. */
function opener(writer: Connection): (work: Of<"open">) => number {
  const see = writer.prepare(
    "update timeline_device set seen_at = ? where slot = ? and app = ? and username = ? and floor = 0 and resource = ?",
  );
  const add = writer.prepare(
    `insert into timeline_device (slot, app, username, floor, resource, id, base, seen_at)
     select ?1, ?2, ?3, 0, ?4, ?5, coalesce(max(base), 0), ?6
     from timeline_device where slot = ?1 and app = ?2 and username = ?3`,
  );
  // The most advanced position of any of the user's devices, and of those that were forgotten.
  const copyCursors = writer.prepare(
    `insert into timeline_cursor (slot, device, timeline, position)
     select c.slot, new.id, c.timeline, max(c.position)
     from timeline_device new
     join timeline_device d on d.slot = new.slot and d.app = new.app and d.username = new.username
     join timeline_cursor c on c.slot = d.slot and c.device = d.id
     where new.slot = ? and new.app = ? and new.username = ? and new.floor = 0 and new.resource = ?
       and c.position > new.base
     group by c.timeline`,
  );
  return ({ slot, app, user, resource, newId, now }) => {
    if (see.run(now, slot, app, user, resource).changes !== 0) return 0;
    add.run(slot, app, user, resource, newId, now);
    copyCursors.run(slot, app, user, resource);
    return 1;
  };
}

function closer(writer: Connection): (work: Of<"close">) => number {
  const see = writer.prepare(
    "update timeline_device set seen_at = ? where slot = ? and app = ? and username = ? and floor = 0 and resource = ?",
  );
  const skip = skipper(writer);
  return ({ slot, app, user, resource, now, caughtUpTo }) => {
    const { changes } = see.run(now, slot, app, user, resource);
    if (caughtUpTo !== undefined) skip({ slot, app, user, resource, upTo: caughtUpTo });
    return Number(changes);
  };
}

/** Raises the position of a device in all timelines; cursors that do not stand further on go. Answers 1 if it has moved. */
function skipper(writer: Connection): (work: DeviceKey & { upTo: Position }) => number {
  const raise = writer.prepare(
    `update timeline_device set base = cast(? as integer)
     where slot = ? and app = ? and username = ? and floor = 0 and resource = ? and base < cast(? as integer)`,
  );
  const dropCursors = writer.prepare(
    `delete from timeline_cursor
     where slot = ?1
       and device = (select id from timeline_device
                     where slot = ?1 and app = ?2 and username = ?3 and floor = 0 and resource = ?4)
       and position <= cast(?5 as integer)`,
  );
  return ({ slot, app, user, resource, upTo }) => {
    const { changes } = raise.run(upTo, slot, app, user, resource, upTo);
    dropCursors.run(slot, app, user, resource, upTo);
    return Number(changes);
  };
}

/** Answers how many entries are gone; one that was recalled meanwhile has been before. */
function expirer(writer: Connection, backlog: Backlog): (work: Of<"expire">) => number {
  const find = writer.prepare("select slot, timeline, cast(ref as text) as ref from timeline_entry where id = ?");
  const removeRef = writer.prepare("delete from timeline_ref where slot = ? and timeline = ? and ref = ? and id = ?");
  const unhide = writer.prepare("delete from timeline_hidden where slot = ? and timeline = ? and id = ?");
  const remove = writer.prepare("delete from timeline_entry where id = ?");
  const mark = writer.prepare(
    `insert into timeline_expired (app, up_to) values (?, ?)
     on conflict (app) do update set up_to = excluded.up_to where excluded.up_to > up_to`,
  );
  return ({ app, ids, upTo }) => {
    let count = 0;
    for (const id of ids) {
      const entry = find.get(id) as { slot: number; timeline: string; ref: string | null } | undefined;
      if (entry === undefined) continue;
      const { slot, timeline, ref } = entry;
      backlog.removeEntry(slot, timeline, id);
      if (ref !== null) removeRef.run(slot, timeline, ref, id);
      unhide.run(slot, timeline, id);
      remove.run(id);
      count += 1;
    }
    mark.run(app, upTo);
    return count;
  };
}

interface DeviceRow {
  slot: number;
  app: string;
  username: string;
  resource: string;
  id: string;
  base: string;
}

/** Answers how many it has forgotten: fewer than the limit when there are no more. */
function deviceForgetter(writer: Connection): (work: Of<"forget-devices">) => number {
  // By the index timeline_device_seen.
  const list = writer.prepare(
    `select slot, app, username, resource, cast(id as text) as id, cast(base as text) as base
     from timeline_device where floor = 0 and seen_at < ? order by seen_at limit ?`,
  );
  const findFloor = writer.prepare(
    "select cast(id as text) as id from timeline_device where slot = ? and app = ? and username = ? and floor = 1",
  );
  const becomeFloor = writer.prepare(
    `update timeline_device set floor = 1, resource = ''
     where slot = ? and app = ? and username = ? and floor = 0 and resource = ?`,
  );
  const remove = writer.prepare(
    "delete from timeline_device where slot = ? and app = ? and username = ? and floor = 0 and resource = ?",
  );
  const raise = writer.prepare(
    `update timeline_device set base = max(base, cast(? as integer))
     where slot = ? and app = ? and username = ? and floor = 1`,
  );
  const mergeCursors = writer.prepare(
    `insert into timeline_cursor (slot, device, timeline, position)
     select slot, cast(? as integer), timeline, position from timeline_cursor where slot = ? and device = ?
     on conflict (slot, device, timeline) do update set position = max(position, excluded.position)`,
  );
  const dropCursors = writer.prepare("delete from timeline_cursor where slot = ? and device = ?");
  const trimCursors = writer.prepare(
    `delete from timeline_cursor where slot = ?1 and device = ?2
       and position <= (select base from timeline_device
                        where slot = ?1 and app = ?3 and username = ?4 and floor = 1)`,
  );
  return ({ unseenSince, limit }) => {
    const rows = list.all(unseenSince, limit) as unknown as DeviceRow[];
    for (const { slot, app, username, resource, id, base } of rows) {
      const floor = findFloor.get(slot, app, username) as { id: string } | undefined;
      if (floor === undefined) {
        becomeFloor.run(slot, app, username, resource);
        continue;
      }
      mergeCursors.run(floor.id, slot, id);
      raise.run(base, slot, app, username);
      dropCursors.run(slot, id);
      remove.run(slot, app, username, resource);
      trimCursors.run(slot, floor.id, app, username);
    }
    return rows.length;
  };
}

/**
 * Whoever registers under the same name again begins with nothing: no timelines, what was there is hidden, and what is
 * still to be delivered begins after the newest id.
 */
function userForgetter(writer: Connection): (work: Of<"forget-user">) => number {
  const dropCursors = writer.prepare(
    `delete from timeline_cursor where slot = ?1
       and device in (select id from timeline_device where slot = ?1 and app = ?2 and username = ?3)`,
  );
  const dropDevices = writer.prepare("delete from timeline_device where slot = ? and app = ? and username = ?");
  const addFloor = writer.prepare(
    `insert into timeline_device (slot, app, username, floor, resource, id, base, seen_at)
     values (?, ?, ?, 1, '', ?, ?, ?)`,
  );
  const hide = writer.prepare(
    `insert into timeline_hidden_before (slot, timeline, username, up_to)
     select timeline_slot, timeline, username, cast(?4 as integer) from timeline_member
     where slot = ?1 and app = ?2 and username = ?3
     on conflict (slot, timeline, username) do update set up_to = excluded.up_to`,
  );
  const dropMemberships = writer.prepare("delete from timeline_member where slot = ? and app = ? and username = ?");
  return ({ slot, app, user, newId, now, upTo }) => {
    dropCursors.run(slot, app, user);
    const { changes } = dropDevices.run(slot, app, user);
    addFloor.run(slot, app, user, newId, upTo, now);
    hide.run(slot, app, user, upTo);
    dropMemberships.run(slot, app, user);
    return Number(changes);
  };
}
