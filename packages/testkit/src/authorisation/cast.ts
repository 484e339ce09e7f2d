import { multipart } from "./form.ts";
import { say } from "./say.ts";
import { Scene } from "./scene.ts";
import type { World } from "./world.ts";

/**
 * Who is what to the group, room and thread of the play. `target` is who things are done to, `speaker` who says what there is
 * to read and is in no room (RM7: who goes offline is soon out of it); `guest`, who is nowhere, is not among them.
 */
const people = [
  "owner",
  "admin",
  "member",
  "muted",
  "blocked",
  "stranger",
  "super",
  "creator",
  "outsider",
  "target",
  "speaker",
];

const inside = ["admin", "member", "muted", "blocked", "creator", "outsider", "target"];
const CONFERENCE = "conference.easemob.com" as const;

/** The same people again and again, in groups and rooms that are new whenever one is asked for. */
export class Cast {
  readonly world: World;
  private readonly tokens: ReadonlyMap<string, string>;
  private props = new Map<string, Promise<string>>();

  private constructor(world: World, tokens: ReadonlyMap<string, string>) {
    this.world = world;
    this.tokens = tokens;
  }

  static async open(world: World): Promise<Cast> {
    const tokens = new Map<string, string>();
    for (const name of [...people, "guest"]) tokens.set(name, await world.signIn(world.home, name));
    // Somebody of the same name is a stranger elsewhere, too.
    for (const name of people) await world.signIn(world.abroad, name);
    await world.admin(world.home, "POST", "/chatrooms/super_admin", { superadmin: "super" });
    return new Cast(world, tokens);
  }

  tokenOf(name: string): string {
    const token = this.tokens.get(name);
    if (token === undefined) throw new Error(`${name} is not in the play`);
    return token;
  }

  /** Whatever has been done to group, room and thread: others take their places. */
  change(): void {
    this.props = new Map();
  }

  group(): Promise<string> {
    return this.prop("group", async () => {
      const wish = { groupname: "friends", public: true, owner: "owner", members: [...inside, "speaker"] };
      const { groupid } = (await this.admin("POST", "/chatgroups", wish)).data;
      await this.place(`/chatgroups/${groupid}`);
      return groupid;
    });
  }

  room(): Promise<string> {
    return this.prop("room", async () => {
      const { id } = (await this.admin("POST", "/chatrooms", { name: "hall", owner: "owner", members: inside })).data;
      await this.place(`/chatrooms/${id}`);
      return id;
    });
  }

  /** Of the speaker's in the group. */
  groupMessage(): Promise<string> {
    return this.prop("groupMessage", async () => {
      const identity = {
        app: this.world.home.appKey,
        user: "target",
        token: this.tokenOf("target"),
        resource: "phone",
      };
      return say({ websocket: this.world.websocket, identity }, { name: await this.group(), domain: CONFERENCE });
    });
  }

  /** Of `creator`, with some in it. */
  thread(): Promise<string> {
    return this.prop("thread", async () => {
      const [group_id, msg_id] = [await this.group(), await this.groupMessage()];
      const wish = { name: "more", group_id, msg_id, owner: "creator" };
      const id: string = (await this.admin("POST", "/thread", wish)).data.thread_id;
      for (const user of ["member", "muted", "target"]) await this.admin("POST", `/thread/${id}/user/${user}/join`);
      return id;
    });
  }

  /** The target's. */
  sharedFile(kind: "chatgroups" | "chatrooms"): Promise<string> {
    return this.prop(`file ${kind}`, async () => {
      const id = kind === "chatgroups" ? await this.group() : await this.room();
      const path = `${this.world.home.root}/${kind}/${id}/share_files`;
      const authorization = `Bearer ${this.tokenOf("target")}`;
      const answer = await this.world.http.send({ method: "POST", path, authorization, ...multipart() });
      return answer.body.data.file_id;
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: see `Answer`
  admin(method: string, path: string, json?: unknown): Promise<any> {
    return this.world.admin(this.world.home, method, path, json);
  }

  private async place(path: string): Promise<void> {
    await this.admin("POST", `${path}/admin`, { newadmin: "admin" });
    await this.admin("POST", `${path}/mute`, { usernames: ["muted"], mute_duration: -1 });
    await this.admin("POST", `${path}/blocks/users/blocked`);
  }

  private prop(name: string, make: () => Promise<string>): Promise<string> {
    const prop = this.props.get(name) ?? make();
    this.props.set(name, prop);
    return prop;
  }
}

/** The play as one of them sees it, so that the examples of calls are calls of this one. */
export class Standpoint extends Scene {
  private readonly cast: Cast;

  /** `who`: a person, or `app`, which speaks for the member where somebody has to be named. */
  constructor(cast: Cast, who: string) {
    super(cast.world, cast.world.home, { user: who === "app" ? "member" : who, peer: "target" });
    this.cast = cast;
  }

  override async token(): Promise<string> {
    return this.cast.tokenOf(this.user);
  }

  override async peerToken(): Promise<string> {
    return this.cast.tokenOf(this.peerName);
  }

  override async guest(): Promise<string> {
    return "guest";
  }

  override group(): Promise<string> {
    return this.cast.group();
  }

  override groupOfPeer(): Promise<string> {
    return this.cast.group();
  }

  override groupToJoin(): Promise<string> {
    return this.cast.group();
  }

  override groupThatInvites(): Promise<string> {
    return this.cast.group();
  }

  override room(): Promise<string> {
    return this.cast.room();
  }

  override thread(): Promise<string> {
    return this.cast.thread();
  }

  override groupMessage(): Promise<string> {
    return this.cast.groupMessage();
  }

  override ownGroupMessage(): Promise<string> {
    return this.cast.groupMessage();
  }

  override sharedFile(kind: "chatgroups" | "chatrooms"): Promise<string> {
    return this.cast.sharedFile(kind);
  }
}
