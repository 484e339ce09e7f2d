/** Users for a run, through the server's REST interface: registered and given tokens without a password to hash. */

export interface ServerAddress {
  readonly rest: string;
  readonly websocket: string;
  readonly appKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly pid: number;
}

const PARALLEL = 16;

/** Registers users that do not exist yet and gives one token for each name, in order. */
export async function signUp(server: ServerAddress, names: readonly string[]): Promise<string[]> {
  const appToken = await appTokenOf(server);
  const tokens: string[] = new Array(names.length);
  await inParallel(names.length, PARALLEL, async (i) => {
    const grant = { grant_type: "inherit", username: names[i], autoCreateUser: true };
    tokens[i] = await requestToken(server, grant, appToken);
  });
  return tokens;
}

/** With which the application itself calls. */
export async function appTokenOf(server: ServerAddress): Promise<string> {
  const { clientId, clientSecret } = server;
  return requestToken(server, { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret });
}

export interface RestCall {
  readonly method: "GET" | "POST";
  /** Below the application's. */
  readonly path: string;
  readonly bearer: string | undefined;
  readonly body?: object;
}

/** @throws Error unless the answer is a success with a JSON object. */
export async function callRest(server: ServerAddress, call: RestCall): Promise<Record<string, unknown>> {
  const { method, path, bearer, body } = call;
  const url = `${server.rest}/${server.appKey.replace("#", "/")}/${path}`;
  const headers = { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) };
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status} ${text}`);
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== "object" || answer === null) throw new Error(`${method} ${url} gave no object: ${text}`);
  // Just checked to be an object.
  return answer as Record<string, unknown>;
}

async function requestToken(server: ServerAddress, body: object, bearer?: string): Promise<string> {
  const answer = await callRest(server, { method: "POST", path: "token", bearer, body });
  if (!("access_token" in answer)) throw new Error(`no access_token: ${JSON.stringify(answer)}`);
  return String(answer.access_token);
}

/** Runs `task(0)` to `task(count - 1)`, at most `width` at once; the first failure ends it. */
export async function inParallel(count: number, width: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}
