import type { ServerAddress } from "./server.ts";

export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What the owner of an application may do over the server-side REST API. */
export class Admin {
  private readonly server: ServerAddress;
  private readonly base: string;
  private token: Promise<string> | undefined;

  constructor(server: ServerAddress) {
    this.server = server;
    this.base = `${server.rest}/${server.appKey.replace("#", "/")}`;
  }

  /** A request with the application's token; answers whatever comes. */
  async request(method: string, path: string, body?: unknown): Promise<RestAnswer> {
    this.token ??= this.fetchToken();
    return this.send(method, path, { authorization: `Bearer ${await this.token}` }, body);
  }

  /** A token for a user without knowing the password, for instance with a short life. */
  async userToken(username: string, options: { ttlSeconds?: number } = {}): Promise<string> {
    const ttl = options.ttlSeconds === undefined ? {} : { ttl: options.ttlSeconds };
    const answer = await this.expect("POST", "/token", {
      grant_type: "inherit",
      username,
      autoCreateUser: false,
      ...ttl,
    });
    return String(answer.access_token);
  }

  removeUser(username: string): Promise<unknown> {
    return this.expect("DELETE", `/users/${username}`);
  }

  changePassword(username: string, password: string): Promise<unknown> {
    return this.expect("PUT", `/users/${username}/password`, { newpassword: password });
  }

  disconnect(username: string): Promise<unknown> {
    return this.expect("GET", `/users/${username}/disconnect`);
  }

  disconnectDevice(username: string, resource: string): Promise<unknown> {
    return this.expect("DELETE", `/users/${username}/disconnect/${resource}`);
  }

  /** Like `request`, but anything but 200 is an error. */
  async expect(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.request(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  private async fetchToken(): Promise<string> {
    const { clientId, clientSecret } = this.server;
    const credentials = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const answer = await this.send("POST", "/token", {}, credentials);
    if (answer.status !== 200) throw new Error(`no application token: ${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body.access_token);
  }

  private async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: unknown,
  ): Promise<RestAnswer> {
    const reply = await fetch(this.base + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text ? toObject(JSON.parse(text)) : {} };
  }
}

// Answers are JSON objects, or what we wrap so.
const toObject = (value: unknown): Record<string, unknown> =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
