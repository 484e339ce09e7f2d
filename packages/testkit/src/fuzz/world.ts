import { randomBytes } from "node:crypto";
import type { Admin } from "../server/admin.ts";
import type { Server } from "../server/server.ts";

/** A user whose name, password and token the fuzzer may use as it likes. */
export interface Victim {
  readonly name: string;
  readonly password: string;
  token: string;
}

/** What the fuzzer knows of the server, so that some of what it makes up gets past the first check. */
export interface World {
  readonly server: Server;
  readonly victims: readonly Victim[];
  /** Undoes what happened to a victim: removal, ban, another password, void tokens. */
  heal(victim: Victim): Promise<void>;
  readonly appToken: string;
  /** They chat while everything else happens. Anybody may write to them; nobody has their tokens. */
  readonly bystanders: readonly string[];
  /** Ids of messages and files, batch keys: what the server said last. */
  readonly ids: Ids;
  /** Names of users who come and go. */
  readonly strangers: readonly string[];
}

const VICTIMS = 6;
const STRANGERS = 8;

export async function createWorld(server: Server, admin: Admin, bystanders: readonly string[]): Promise<World> {
  const suffix = randomBytes(3).toString("hex");
  const heal = async (victim: Victim): Promise<void> => {
    const { name: username, password } = victim;
    // Whichever of these has nothing to do says so; meanwhile others may undo it again. Then the next healing helps.
    await admin.request("POST", "/users", { username, password });
    await admin.request("POST", `/users/${username}/activate`);
    const answer = await admin.request("POST", "/token", { grant_type: "inherit", username, autoCreateUser: false });
    if (typeof answer.body.access_token === "string") victim.token = answer.body.access_token;
  };
  const victims = Array.from({ length: VICTIMS }, (_, n) => ({
    name: `victim${n}-${suffix}`,
    password: "secret",
    token: "",
  }));
  for (const victim of victims) await heal(victim);
  return {
    server,
    victims,
    heal,
    appToken: await applicationToken(server),
    bystanders,
    ids: new Ids(),
    strangers: Array.from({ length: STRANGERS }, (_, n) => `stranger${n}-${suffix}`),
  };
}

async function applicationToken({ rest, appKey, clientId, clientSecret }: Server): Promise<string> {
  const reply = await fetch(`${rest}/${appKey.replace("#", "/")}/token`, {
    method: "POST",
    body: JSON.stringify({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }),
  });
  const body: unknown = await reply.json();
  const token = body && typeof body === "object" && "access_token" in body ? body.access_token : undefined;
  if (typeof token !== "string") throw new Error(`no application token: ${reply.status} ${JSON.stringify(body)}`);
  return token;
}

/** The last few ids of each kind. */
class Ids {
  private readonly known = new Map<"message" | "key" | "file", string[]>();

  add(kind: "message" | "key" | "file", id: string): void {
    const list = this.known.get(kind) ?? [];
    list.push(id);
    if (list.length > 64) list.shift();
    this.known.set(kind, list);
  }

  list(kind: "message" | "key" | "file"): readonly string[] {
    const list = this.known.get(kind) ?? [];
    return list.length > 0 ? list : ["1"];
  }
}
