import type { Endpoint } from "@rondo/server";
import type { Seeded } from "../seeded.ts";
import { brokenJson, jsonFor, type Schema, type Taste } from "./json.ts";
import { multipart } from "./multipart.ts";
import { mutated } from "./mutate.ts";
import { nastyText } from "./nasty.ts";
import type { Victim, World } from "./world.ts";

export interface RequestInput {
  readonly bytes: Uint8Array;
  /** Whether it is HTTP: then an answer is due. Otherwise the connection may also just be closed. */
  readonly isWhole: boolean;
}

const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get", "BREW"];
const ROOTED = [
  "/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/websocket",
  "/favicon.ico",
  "//",
  "/./..",
  "*",
  "/easemob/server.json",
];

const TYPES = [
  "application/json; charset=utf-8",
  "application/json, application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "text/plain; charset=utf-16",
  "x",
  undefined,
];

/** Makes HTTP requests: mostly to endpoints that exist, with much that is right and something that is wrong. */
export class RequestMaker {
  private readonly world: World;
  private readonly endpoints: readonly Endpoint[];
  private readonly random: Seeded;
  /** How much of the request is wrong, 0 to 1. One that is wrong everywhere only ever meets the first check. */
  private readonly evil: number;
  private readonly victim: Victim;

  constructor(world: World, endpoints: readonly Endpoint[], random: Seeded) {
    this.world = world;
    this.endpoints = endpoints;
    this.random = random;
    this.evil = random.pick([0, 0, 0.2, 0.5, 1]);
    this.victim = random.pick(world.victims);
  }

  next(): RequestInput {
    const { random, evil } = this;
    const bytes = this.request();
    if (!random.chance(0.3 * evil)) return { bytes, isWhole: true };
    return { bytes: mutated(bytes, random), isWhole: false };
  }

  private request(): Uint8Array {
    const { random, evil } = this;
    const endpoint = random.chance(0.15 * evil) ? undefined : random.pick(this.endpoints);
    const method = endpoint && !random.chance(0.2 * evil) ? endpoint.method : random.pick(METHODS);
    const target = endpoint ? this.target(endpoint) : random.pick([...ROOTED, `/${wellFormed(nastyText(random))}`]);
    const { type, content } = this.body(endpoint, method);
    const headers = [
      `Host: ${new URL(this.world.server.rest).host}`,
      "Connection: close",
      ...this.authorization(endpoint),
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
      ...this.oddHeaders(),
    ];
    const head = `${method} ${target} HTTP/1.1\r\n${headers.join("\r\n")}\r\n`;
    return frameBody(head, content, random.chance(0.15));
  }

  private target(endpoint: Endpoint): string {
    const { random, evil } = this;
    const base = endpoint.rooted ? "" : `${endpoint.prefix ?? ""}/${this.application().join("/")}`;
    const path = endpoint.path
      .split("/")
      .map((segment) => (segment.startsWith(":") ? this.parameter(segment.slice(1)) : segment))
      .join("/");
    const target = `${base}${path}${this.query(endpoint)}`;
    return random.chance(0.1 * evil)
      ? `${target}${random.pick(["/", "//x", "/%2e%2e", "?", "#x", "%", ";a=b"])}`
      : target;
  }

  private application(): string[] {
    const { random, evil } = this;
    return this.world.server.appKey.split("#").map((name) => (random.chance(0.05 * evil) ? this.segment() : name));
  }

  private parameter(name: string): string {
    const { random, evil, world } = this;
    if (random.chance(0.4 * evil)) return this.segment();
    switch (name) {
      case "user":
        return random.chance(0.3 * evil) ? random.pick(world.strangers) : this.victim.name;
      case "uuid":
        return random.pick(world.ids.list("file"));
      case "resource":
        return `webim_my_${random.below(6)}`;
      default:
        return random.pick(world.ids.list("message"));
    }
  }

  /** One segment of a path, escaped properly or hardly at all. */
  private segment(): string {
    const text = nastyText(this.random);
    if (this.random.chance(0.6)) return wellFormed(text);
    return text.replaceAll(/[^\x21-\x7e]|[\s#?]/g, (c) => `%${c.charCodeAt(0).toString(16).slice(0, 2)}`);
  }

  private query(endpoint: Endpoint): string {
    const { random, evil } = this;
    const pairs: string[] = [];
    const { properties = {} } = (endpoint.query ?? {}) as Schema; // TypeBox schemas are JSON Schema
    for (const [name, schema] of Object.entries(properties)) {
      if (random.chance(0.2)) continue;
      const value = jsonFor(schema, random, this.taste, name);
      const text = typeof value === "string" ? value : JSON.stringify(value);
      pairs.push(`${name}=${random.chance(0.1 * evil) ? this.segment() : wellFormed(text)}`);
    }
    if (random.chance(0.5)) pairs.push(`resource=webim_my_${random.below(6)}`);
    if (random.chance(0.2 * evil)) pairs.push(`${this.segment()}=${this.segment()}`, "=", "a[]=1&a[x]=2&a=3");
    return pairs.length > 0 ? `?${pairs.join("&")}` : "";
  }

  private get taste(): Taste {
    return { evil: this.evil, text: (name) => this.text(name) };
  }

  /** What the members of bodies and queries with this name are made of. */
  private text(name: string): string {
    const { random, evil, world } = this;
    if (random.chance(0.4 * evil)) return nastyText(random);
    const { ids, server } = world;
    switch (name) {
      case "username":
        return random.pick([...world.strangers, this.victim.name]);
      case "password":
      case "newpassword":
      case "oldpassword":
        return this.victim.password;
      case "grant_type":
        return random.pick(["password", "client_credentials", "inherit", "agora"]);
      case "client_id":
        return server.clientId;
      case "client_secret":
        return server.clientSecret;
      case "type":
        return random.pick(["chat", "chat", "chat:user", "single", "groupchat", "txt"]);
      case "mark":
        return `mark_${random.below(20)}`;
      case "to":
      case "from":
      case "channel":
      case "queue":
      case "userId":
        return random.pick([
          random.pick(world.victims).name,
          random.pick(world.bystanders),
          random.pick(world.strangers),
        ]);
      case "app_key":
        return server.appKey;
      default:
        return random.pick([
          random.pick(world.victims).name,
          random.pick(ids.list("message")),
          random.pick(ids.list("key")),
          random.pick(ids.list("file")),
          String(random.below(100)),
          String(Date.now()),
          "true",
        ]);
    }
  }

  private authorization(endpoint: Endpoint | undefined): string[] {
    const { random, evil, world, victim } = this;
    if (!random.chance(evil)) {
      const token = endpoint?.access === "app" || random.chance(0.2) ? world.appToken : victim.token;
      return [`Authorization: Bearer ${token}`];
    }
    const { token } = random.pick(world.victims);
    const bad = random.pick([
      undefined,
      `Bearer ${token}`,
      `Bearer ${token.slice(0, -3)}`,
      `Bearer ${token}x`,
      `Bearer ${Buffer.from(mutated(Buffer.from(token), random))
        .toString("latin1")
        .replaceAll(/[^\x21-\x7e]/g, "?")}`,
      `bearer ${token}`,
      token,
      "Bearer",
      "Bearer ",
      "Basic dXNlcjpwYXNz",
      `Bearer ${"A".repeat(6000)}`,
      "Bearer YWMt",
      "Bearer YWMtAAAA",
    ]);
    return bad === undefined ? [] : [`Authorization: ${bad}`];
  }

  private body(endpoint: Endpoint | undefined, method: string): { type: string | undefined; content: Uint8Array } {
    const { random, evil } = this;
    if (endpoint?.consumes === "multipart" && !random.chance(0.3 * evil)) return multipart(random, evil);
    if (method === "GET" && !random.chance(0.1 * evil)) return { type: undefined, content: new Uint8Array(0) };
    const content = Buffer.from(this.json(endpoint));
    if (!random.chance(0.5 * evil)) return { type: "application/json", content };
    return { type: random.pick(TYPES), content };
  }

  private json(endpoint: Endpoint | undefined): string {
    const { random, evil } = this;
    if (random.chance(0.2 * evil)) return brokenJson(random);
    const schema = (endpoint?.body ?? {}) as Schema; // TypeBox schemas are JSON Schema
    return JSON.stringify(jsonFor(schema, random, this.taste)) ?? "";
  }

  private oddHeaders(): string[] {
    const { random, evil } = this;
    if (!random.chance(0.1 + 0.3 * evil)) return [];
    const uuid = random.pick(this.world.ids.list("file"));
    return [
      random.pick([
        "Expect: 100-continue",
        `Range: bytes=${random.pick(["0-", "-1", "5-2", "0-0,2-3", "9999999999999999999-", "x", "-"])}`,
        `If-None-Match: "${uuid}"`,
        "If-Modified-Since: yesterday",
        `share-secret: ${random.pick([uuid, nastyText(random).replaceAll(/[^\x21-\x7e]/g, "?")])}`,
        "thumbnail: true",
        "thumbnail-width: 99999999",
        "restrict-access: true",
        "Origin: null",
        "X-Request-Id: a b\tc",
        "Accept-Encoding: gzip, deflate, br, zstd, *;q=0",
        "Content-Encoding: gzip",
        "X-Forwarded-For: 127.0.0.1, ::1, x",
        "X-Forwarded-Proto: javascript",
        "X-Forwarded-Host: evil.example",
        `X-Large: ${"x".repeat(random.pick([1000, 9000, 20_000]))}`,
        "Connection: upgrade\r\nUpgrade: h2c",
      ]),
    ];
  }
}

/** Percent-encoded; lone surrogates, which cannot be, are replaced. */
const wellFormed = (text: string): string => encodeURIComponent(text.toWellFormed());

function frameBody(head: string, content: Uint8Array, isChunked: boolean): Uint8Array {
  if (content.length === 0) return Buffer.from(`${head}\r\n`);
  if (!isChunked) return Buffer.concat([Buffer.from(`${head}Content-Length: ${content.length}\r\n\r\n`), content]);
  const half = Math.ceil(content.length / 2);
  const chunks = [content.subarray(0, half), content.subarray(half)].filter(({ length }) => length > 0);
  return Buffer.concat([
    Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`),
    ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]),
    Buffer.from("0\r\n\r\n"),
  ]);
}
