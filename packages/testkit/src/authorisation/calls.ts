import type { Endpoint } from "@rondo/server";
import { examples, usualParams } from "./examples.ts";
import type { Request } from "./http.ts";
import type { Scene } from "./scene.ts";

/** A call of an endpoint, before it is put together. */
export interface CallParts {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly form: { readonly content: string; readonly type: string } | undefined;
}

/** A call that succeeds for who may do it, with everything it speaks of. @throws Error when nothing says what to write. */
export async function goodCall(endpoint: Endpoint, scene: Scene): Promise<CallParts> {
  const example = examples[endpoint.name] ?? {};
  await example.before?.(scene);
  const params: Record<string, string> = {};
  for (const name of parametersOf(endpoint)) {
    const value = example.params?.[name] ?? usualParams[name] ?? idOf(endpoint, name);
    if (value === undefined) throw new Error(`${endpoint.name}: examples.ts does not say what :${name} is`);
    params[name] = await value(scene);
  }
  return {
    endpoint,
    params,
    query: (await example.query?.(scene)) ?? {},
    body: await example.body?.(scene),
    form: example.form?.(scene),
  };
}

/** The same where it does not matter what it says: an endpoint that nothing is known of is called with made-up values. */
export async function anyCall(endpoint: Endpoint, scene: Scene): Promise<CallParts> {
  return goodCall(endpoint, scene).catch(() => ({
    endpoint,
    params: Object.fromEntries(parametersOf(endpoint).map((name) => [name, "1"])),
    query: {},
    body: undefined,
    form: undefined,
  }));
}

function parametersOf({ path }: Endpoint): string[] {
  return path
    .split("/")
    .filter((segment) => segment.startsWith(":"))
    .map((segment) => segment.slice(1));
}

/** `root`: of the application it is addressed to. Texts of the path are sent encoded. */
export function requestOf(
  { endpoint, params, query, body, form }: CallParts,
  { root, token }: { root: string; token: string | undefined },
): Request {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encode(params[name] ?? ""));
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`);
  return {
    method: endpoint.method,
    path: `${endpoint.rooted ? "" : `${endpoint.prefix ?? ""}${root}`}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`,
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    json: body,
    ...form,
  };
}

/** Lone surrogates cannot be encoded; they go as the bytes that they would be. */
function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : "%ED%A0%80";
}

function idOf({ path }: Endpoint, name: string): ((scene: Scene) => Promise<string>) | undefined {
  if (name !== "id") return undefined;
  if (/\/chatgroups?\//.test(path)) return (scene) => scene.group();
  return path.includes("/chatrooms/") ? (scene) => scene.room() : undefined;
}
