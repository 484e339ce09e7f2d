import { randomBytes } from "node:crypto";
import type { Admin } from "../server/admin.ts";
import type { Server } from "../server/server.ts";

/** A user whose name, password and token the fuzzer may use as it likes. */
export interface Victim {
  readonly name: string;
  readonly password: string;
  readonly token: string;
}

/** What the fuzzer knows of the server, so that some of what it makes up gets past the first check. */
export interface World {
  readonly server: Server;
  readonly victims: readonly Victim[];
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
  const victims: Victim[] = [];
  for (let n = 0; n < VICTIMS; n++) {
    const name = `victim${n}-${suffix}`;
    const password = "secret";
    await admin.expect("POST", "/users", { username: name, password });
    victims.push({ name, password, token: await admin.userToken(name) });
  }
  return {
    server,
    victims,
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
export class Ids {
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
