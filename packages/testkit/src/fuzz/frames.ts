import {
  CommSyncUL,
  type Encodable,
  encode,
  type Jid,
  Logout,
  MessageBody,
  MessageBodyContent,
  type MessageType,
  Meta,
  MSync,
  MSyncCommand,
  MucBody,
  Provision,
  StatisticsBody,
  userJid,
} from "@rondo/protocol";
import type { Seeded } from "../seeded.ts";
import { anyBytes, anyMessage } from "./messages.ts";
import { mutated } from "./mutate.ts";
import { nastyText } from "./nasty.ts";
import type { Victim, World } from "./world.ts";

/** One WebSocket message: text or binary. */
export type FrameInput = string | Uint8Array;

/** Makes the frames of one connection, good and bad. */
export class FrameMaker {
  private readonly world: World;
  private readonly random: Seeded;
  readonly victim: Victim;
  private readonly kind: "binary" | "base64";
  readonly resource: string;

  constructor(world: World, random: Seeded, kind: "binary" | "base64") {
    this.world = world;
    this.random = random;
    this.kind = kind;
    this.victim = random.pick(world.victims);
    this.resource = `webim_${random.pick(["my", "wx", "web"])}_${random.below(6)}`;
  }

  /** A PROVISION that is accepted, unless the victim has just been removed or is banned. */
  provision(): FrameInput {
    return this.wire(this.provisionBytes());
  }

  /** In the kind of frame that the server took the connection for: by chance its first frame may have been the other. */
  unread(kind: "binary" | "base64"): FrameInput {
    const bytes = encode(MSync, { command: MSyncCommand.UNREAD });
    return kind === "binary" ? bytes : Buffer.from(bytes).toString("base64");
  }

  next(): FrameInput {
    const { random } = this;
    const choice = random.below(100);
    if (choice < 35) return this.wire(this.valid());
    if (choice < 75) return this.wire(mutated(this.valid(), random));
    if (choice < 85) return this.wire(this.strange());
    if (choice < 92) return this.wire(random.bytes(random.pick([0, 1, 2, 5, 20, 200, 2000])));
    if (choice < 94) return this.wire(new Uint8Array(random.pick([65_536, 250_000, 262_144, 262_145, 400_000])));
    return this.wrongKind();
  }

  private wire(bytes: Uint8Array): FrameInput {
    return this.kind === "binary" ? bytes : Buffer.from(bytes).toString("base64");
  }

  private wrongKind(): FrameInput {
    const { random } = this;
    const valid = this.valid();
    if (this.kind === "base64") return random.chance(0.5) ? valid : new TextEncoder().encode("AAAA");
    const text = Buffer.from(valid).toString("base64");
    return random.pick([
      text,
      "undefined",
      "",
      "{}",
      `${text}=`,
      text.slice(1),
      text.replaceAll("A", "-"),
      ` ${text}\n`,
      nastyText(random),
    ]);
  }

  /** A frame as a client in its right mind sends it, or as one that has lost its place does. */
  private valid(): Uint8Array {
    const { random, world } = this;
    switch (random.below(14)) {
      case 0:
        // Spoiled, it ends the session like no other frame: seldom, or most connections would end with it.
        return random.chance(0.3) ? this.provisionBytes() : this.chat();
      case 1:
        return encode(MSync, { command: MSyncCommand.UNREAD });
      case 2:
        return this.sync({ queue: this.jid(), key: random.pick(world.ids.list("key")) });
      case 3:
        return this.sync({ queue: this.jid() });
      case 4:
        return this.sync({ meta: { id: this.metaId(), ns: 0, payload: encode(StatisticsBody, { operation: 0 }) } });
      case 5:
        return this.sync({ meta: { id: this.metaId(), ns: 2, to: this.jid(), payload: this.body(MucBody) } });
      case 6:
        return random.chance(0.1) ? this.logout() : encode(MSync, { command: MSyncCommand.UNREAD });
      default:
        return this.chat();
    }
  }

  /** Well-formed protobuf that nobody would send. */
  private strange(): Uint8Array {
    const { random } = this;
    const payload = random.pick<() => Uint8Array>([
      () => this.body(CommSyncUL),
      () => encode(CommSyncUL, { meta: { id: this.metaId(), to: this.jid(), ns: 1, payload: this.body(MessageBody) } }),
      () => encode(CommSyncUL, { meta: anyMessage(Meta, random) as Encodable<Meta>, queue: this.jid() }),
      () => this.body(Provision),
      () => this.body(Logout),
    ])();
    return anyBytes(MSync, random, { payload, command: random.pick([0, 0, 0, 1, 2, 3, 4, 5, -1, undefined]) });
  }

  private chat(): Uint8Array {
    const { random, world } = this;
    const to = this.jid();
    const type = random.pick([1, 1, 1, 1, 4, 5, 6, 7, 8]);
    const id = random.pick(world.ids.list("message"));
    const content: Encodable<MessageBodyContent> = random.chance(0.7)
      ? { type: 0, text: random.chance(0.5) ? nastyText(random) : "hello" }
      : { ...anyMessage(MessageBodyContent, random), type: random.below(9) };
    const body: Encodable<MessageBody> = {
      type,
      from: { name: this.victim.name },
      to: { name: to.name },

      contents: [content],
      ackMessageId: type === 8 ? undefined : id,
      editMessageId: type === 8 ? id : undefined,
      editScope: type === 8 ? random.pick([1, 2]) : undefined,
      ...(random.chance(0.3) ? { ext: anyMessage(MessageBody, random).ext as never } : {}),
      ...(random.chance(0.1) ? { meta: nastyText(random) } : {}),
    };
    return this.sync({
      meta: {
        id: this.metaId(),
        to,
        ns: 1,
        routetype: random.pick([0, 0, 0, 1, 2]),
        payload: encode(MessageBody, body),
      },
    });
  }

  private sync(value: Encodable<CommSyncUL>): Uint8Array {
    return encode(MSync, { command: MSyncCommand.SYNC, encryptType: [0], payload: encode(CommSyncUL, value) });
  }

  private logout(): Uint8Array {
    return encode(MSync, { command: MSyncCommand.LOGOUT, payload: encode(Logout, { reason: "inner:logout" }) });
  }

  private provisionBytes(): Uint8Array {
    const { random, victim, resource, world } = this;
    const { appKey } = world.server;
    return encode(MSync, {
      guid: userJid(appKey, victim.name, resource),
      auth: `$t$${victim.token}`,
      command: MSyncCommand.PROVISION,
      payload: encode(Provision, {
        osType: 16,
        version: "4.21.1",
        deviceUuid: "my_1",
        deviceName: "webim",
        resource,
        authToken: JSON.stringify({ token: `$t$${victim.token}` }),
        sessionId: `${random.below(1000)}:`,
        protocolCompressType: random.chance(0.5) ? [2] : [],
      }),
    });
  }

  /** Whom or what a frame is about. */
  private jid(): Jid {
    const { random, world } = this;
    const { appKey } = world.server;
    const name = random.pick([
      random.pick(world.victims).name,
      random.pick(world.victims).name,
      random.pick(world.bystanders),
      random.pick(world.strangers),
      this.victim.name,
      nastyText(random),
      "12345",
    ]);
    const jid = userJid(random.chance(0.95) ? appKey : nastyText(random), name);
    if (random.chance(0.1)) return { ...jid, domain: "conference.easemob.com" };
    if (random.chance(0.1)) return { ...jid, clientResource: random.pick([this.resource, nastyText(random)]) };
    return jid;
  }

  private metaId(): string {
    const { random } = this;
    if (random.chance(0.05)) return random.pick(["0", "18446744073709551615"]);
    return random.chance(0.1) ? String(434_991_600_000 + random.below(5)) : String(Date.now() * 64 + random.below(64));
  }

  private body(type: MessageType<unknown>): Uint8Array {
    return anyBytes(type, this.random);
  }
}
