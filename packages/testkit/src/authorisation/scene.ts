import { multipart } from "./form.ts";
import { say } from "./say.ts";
import type { Application, World } from "./world.ts";

/**
 * People and things in one application, made when somebody asks for them. What one call does to them is no concern of
 * the next one, which has a scene of its own.
 */
export class Scene {
  private static count = 0;
  readonly world: World;
  readonly app: Application;
  /** Who calls. */
  readonly user: string;
  /** Somebody to do something with; exists once it is asked for. */
  readonly peerName: string;
  private readonly made = new Map<string, Promise<unknown>>();

  constructor(world: World, app: Application, names?: { user: string; peer: string }) {
    Scene.count += 1;
    this.world = world;
    this.app = app;
    this.user = names?.user ?? `user${Scene.count}`;
    this.peerName = names?.peer ?? `peer${Scene.count}`;
  }

  token(): Promise<string> {
    return this.once("token", () => this.world.signIn(this.app, this.user));
  }

  peerToken(): Promise<string> {
    return this.once("peer", () => this.world.signIn(this.app, this.peerName));
  }

  async peer(): Promise<string> {
    await this.peerToken();
    return this.peerName;
  }

  /** Somebody who is nowhere. */
  guest(): Promise<string> {
    return this.once("guest", async () => {
      const name = `guest-${this.user}`;
      await this.world.signIn(this.app, name);
      return name;
    });
  }

  /** What was issued is void by now. */
  forgetToken(): void {
    this.made.delete("token");
  }

  /** A public group of the caller, with the peer in it. */
  group(): Promise<string> {
    return this.once("group", async () => {
      await this.token();
      const wish = { groupname: "friends", public: true, owner: this.user, members: [await this.peer()] };
      return (await this.admin("POST", "/chatgroups", wish)).data.groupid;
    });
  }

  /** A group of the peer's that the caller is in. */
  groupOfPeer(): Promise<string> {
    return this.once("groupOfPeer", async () => {
      await this.token();
      const wish = { groupname: "theirs", owner: await this.peer(), members: [this.user] };
      return (await this.admin("POST", "/chatgroups", wish)).data.groupid;
    });
  }

  /** A public group of the peer's that the caller is not in. */
  groupToJoin(): Promise<string> {
    return this.once("groupToJoin", async () => {
      const wish = { groupname: "theirs", public: true, owner: await this.peer() };
      return (await this.admin("POST", "/chatgroups", wish)).data.groupid;
    });
  }

  /** A group of the peer's that the caller has been invited to. */
  groupThatInvites(): Promise<string> {
    return this.once("groupThatInvites", async () => {
      await this.token();
      const authorization = `Bearer ${await this.peerToken()}`;
      const json = { groupname: "theirs", members: [this.user], invite_need_confirm: true };
      const path = `${this.app.root}/chatgroups`;
      return (await this.world.http.send({ method: "POST", path, authorization, json })).body.data.groupid;
    });
  }

  /** A chat room of the caller, with the peer in it. */
  room(): Promise<string> {
    return this.once("room", async () => {
      await this.token();
      const wish = { name: "hall", owner: this.user, members: [await this.peer()] };
      return (await this.admin("POST", "/chatrooms", wish)).data.id;
    });
  }

  /** A message of the peer's to the caller. */
  message(): Promise<string> {
    return this.once("message", async () => {
      await this.token();
      return this.says("peer", { name: this.user, domain: "easemob.com" });
    });
  }

  /** A message of the peer's in the group, which asks for receipts. */
  groupMessage(): Promise<string> {
    return this.once("groupMessage", async () => this.says("peer", { name: await this.group(), domain: CONFERENCE }));
  }

  /** One of the caller's. */
  ownGroupMessage(): Promise<string> {
    return this.once("ownGroupMessage", async () =>
      this.says("user", { name: await this.group(), domain: CONFERENCE }),
    );
  }

  /** A thread of the caller's in the group, with the peer in it. */
  thread(): Promise<string> {
    return this.once("thread", async () => {
      const [group_id, msg_id] = [await this.group(), await this.groupMessage()];
      const wish = { name: "more", group_id, msg_id, owner: this.user };
      const id: string = (await this.admin("POST", "/thread", wish)).data.thread_id;
      await this.admin("POST", `/thread/${id}/user/${this.peerName}/join`);
      return id;
    });
  }

  /** A file of the caller's. */
  async file(): Promise<string> {
    return (await this.stored()).uuid;
  }

  async fileSecret(): Promise<string> {
    return (await this.stored())["share-secret"];
  }

  private stored(): Promise<{ uuid: string; "share-secret": string }> {
    return this.once("file", async () => (await this.upload("/chatfiles")).entities[0]);
  }

  sharedFile(kind: "chatgroups" | "chatrooms"): Promise<string> {
    return this.once(`shared ${kind}`, async () => {
      const id = kind === "chatgroups" ? await this.group() : await this.room();
      return (await this.upload(`/${kind}/${id}/share_files`)).data.file_id;
    });
  }

  /** An upload in parts that the caller has begun, with its first part. */
  parts(): Promise<string> {
    return this.once("parts", async () => {
      const { uuid } = (await this.own("POST", "/sdk/chatfiles/part-upload")).entities[0];
      const form = multipart({ part_number: "1" }, { name: "part_file" });
      await this.upload(`/sdk/chatfiles/part-upload/${uuid}`, { method: "PUT", form });
      return uuid;
    });
  }

  template(): Promise<string> {
    return this.once("template", async () => {
      const name = `template${this.user}`;
      await this.admin("POST", "/notification/template", { name, title_pattern: "{0}", content_pattern: "{1}" });
      return name;
    });
  }

  report(): Promise<string> {
    return this.once("report", async () => {
      const id = await this.message();
      await this.own("POST", `/user/${this.user}/moderation/report/message/${id}`, {
        username: this.user,
        reportType: "spam",
        reportReason: "it is",
      });
      return (await this.admin("GET", "/moderation/reports?limit=1")).data.reports[0].id;
    });
  }

  /** As the application. */
  // biome-ignore lint/suspicious/noExplicitAny: see `Answer`
  admin(method: string, path: string, json?: unknown): Promise<any> {
    return this.world.admin(this.app, method, path, json);
  }

  /** As the caller; anything but success is an error. */
  // biome-ignore lint/suspicious/noExplicitAny: see `Answer`
  async own(method: string, path: string, json?: unknown): Promise<any> {
    const authorization = `Bearer ${await this.token()}`;
    const { status, body } = await this.world.http.send({ method, path: this.app.root + path, authorization, json });
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  private async upload(
    path: string,
    { method = "POST", form = multipart() }: { method?: string; form?: { content: string; type: string } } = {},
    // biome-ignore lint/suspicious/noExplicitAny: see `Answer`
  ): Promise<any> {
    const authorization = `Bearer ${await this.token()}`;
    const answer = await this.world.http.send({ method, path: this.app.root + path, authorization, ...form });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  private async says(who: "user" | "peer", to: Parameters<typeof say>[1]): Promise<string> {
    const [user, token] =
      who === "peer" ? [await this.peer(), await this.peerToken()] : [this.user, await this.token()];
    const identity = { app: this.app.appKey, user, token, resource: "webim_my_1" };
    return say({ websocket: this.world.websocket, identity }, to);
  }

  private once<T>(what: string, make: () => Promise<T>): Promise<T> {
    const known = this.made.get(what);
    // Under one name there is always one kind of thing.
    if (known !== undefined) return known as Promise<T>;
    const made = make();
    this.made.set(what, made);
    return made;
  }
}

const CONFERENCE = "conference.easemob.com" as const;
