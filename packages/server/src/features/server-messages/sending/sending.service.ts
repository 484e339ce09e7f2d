import { MessageBodyType, type Meta } from "@rondo/protocol";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { type Draft, onlyFor, type Timelines, type Transients } from "../../../timeline/index.ts";
import type { Apps } from "../../apps/api.ts";
import type { AppSettings } from "../../apps/settings.ts";
import { chatTypeOf, draftOfServer, type SendGuard } from "../../messages/index.ts";
import type { RoomGate } from "../../muc/index.ts";
import { type Content, readContent, type Written } from "../content.ts";
import type { Place, Places, PlaceType } from "../places.ts";
import { type Priority, priorityPair } from "./priority.ts";
import type { Rates } from "./rates.ts";

export interface Wish {
  readonly app: string;
  readonly from: string;
  readonly type: PlaceType;
  readonly targets: readonly string[];
  /** Of the one target, these members only. */
  readonly directedTo: readonly string[] | undefined;
  readonly message: Written;
  readonly isOnlineOnly: boolean;
  /** To users: whether the sender's devices show it at once. Groups always do, rooms never. */
  readonly reachesSender: boolean;
  /** Whose histories leave it out. */
  readonly hiddenFrom: readonly string[];
  readonly asksForReceipts: boolean;
  readonly priority: Priority;
}

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly places: Places;
  readonly rooms: RoomGate;
  /** Whether only contacts may write to each other is asked of the application's server, too. */
  readonly contactsGuard: SendGuard;
  readonly timelines: Timelines;
  readonly transients: Transients;
  readonly rates: Rates;
  readonly clock: Clock;
}

/** Messages that an application's server sends in somebody's name (SPEC.md, SM). */
export class SendingService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Answers the id of the message to each target, after all are stored. What goes to nobody has an id, too.
   *
   * @throws AppError SEND_ILLEGAL, SEND_BODY, SEND_TOO_LARGE, SEND_LIMIT, RATE_LIMITED, INVALID_BODY, MUC_DISABLED,
   *   CONTACTS_ONLY; nothing is sent then.
   */
  async send(wish: Wish): Promise<Record<string, string>> {
    const { app, from, type } = wish;
    const { settings } = await this.deps.apps.get(app);
    const rules = { app, maxMessageBytes: settings.maxMessageBytes, ownFilesOnly: true };
    const content = readContent(wish.message, rules);
    const targets = [...new Set(wish.targets)];
    this.deps.rates.take(app, type, targets.length);
    const places = await Promise.all(targets.map((name) => this.deps.places.find(app, from, { type, name })));
    for (const place of places) if (place !== undefined) await this.checkContacts(wish, place, settings);
    const ids = await Promise.all(
      places.map((place) =>
        place === undefined ? this.deps.timelines.newId() : this.sendTo(place, wish, { content, settings }),
      ),
    );
    return Object.fromEntries(targets.map((target, i) => [target, ids[i] as string]));
  }

  private async checkContacts({ app, from }: Wish, { to }: Place, settings: AppSettings): Promise<void> {
    if (to.type !== "user") return;
    const sender = { device: { app, user: from, resource: "" }, settings };
    const refusal = await this.deps.contactsGuard.check(sender, to.user, { type: MessageBodyType.CHAT });
    if (refusal !== undefined) throw new AppError("CONTACTS_ONLY", `${from} and ${to.user} are not contacts`);
  }

  private async sendTo(
    place: Place,
    wish: Wish,
    { content, settings }: { content: Content; settings: AppSettings },
  ): Promise<string> {
    const { timelines, transients, places, clock } = this.deps;
    const draft = this.draft(place, wish, { content, settings });
    // Who receives it is in memory then, so that it reaches everybody at once.
    await places.membersOf(place);
    if (wish.isOnlineOnly) {
      const id = timelines.newId();
      const at = clock.now();
      transients.send({ ...draft, id, at, meta: draft.encode(id, at) });
      return id;
    }
    const appended = await timelines.append(draft);
    if (appended.outcome !== "appended") throw new AppError("INTERNAL");
    const { id } = appended.entry;
    for (const user of wish.hiddenFrom)
      await timelines.hide({ app: wish.app, user, timeline: place.timeline, ids: [id] });
    return id;
  }

  private draft(place: Place, wish: Wish, { content, settings }: { content: Content; settings: AppSettings }): Draft {
    const { app, from, directedTo } = wish;
    const { to, members, bodyMeta } = place;
    const ext = to.type === "room" ? [priorityPair(wish.priority)] : undefined;
    return draftOfServer({
      app,
      from,
      to,
      members,
      kind: content.kind,
      body: {
        type: chatTypeOf(to),
        contents: [content.content],
        ext: content.ext,
        msgConfig: wish.asksForReceipts ? { allowGroupAck: true } : undefined,
        meta: bodyMeta === undefined ? undefined : JSON.stringify(bodyMeta),
      },
      ext,
      audience: this.audienceOf(place, wish, { ext, settings }) ?? onlyTo(from, directedTo),
      reachesSender: to.type === "user" ? wish.reachesSender : to.type !== "room",
    });
  }

  /** What an overloaded room cannot take is for its sender alone, as when a member has sent it. */
  private audienceOf(
    { to }: Place,
    { app, from }: Wish,
    { ext, settings }: { ext: Meta["ext"]; settings: AppSettings },
  ): string | undefined {
    if (to.type !== "room") return undefined;
    const meta: Meta = ext === undefined ? {} : { ext };
    const isTaken = this.deps.rooms.takes({ app, id: to.id }, meta, settings.roomMessagesPerSecond);
    return isTaken ? undefined : onlyFor([from]);
  }
}

function onlyTo(from: string, users: readonly string[] | undefined): string | undefined {
  // The sender's devices show what was sent, too.
  return users === undefined ? undefined : onlyFor([...new Set([from, ...users])]);
}
