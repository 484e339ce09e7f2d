import type { Endpoint } from "@rondo/server";
import type { Seeded } from "../seeded.ts";
import { brokenJson, jsonFor, type Schema } from "./json.ts";
import { multipart } from "./multipart.ts";
import { mutated } from "./mutate.ts";
import { nastyText } from "./nasty.ts";
import type { World } from "./world.ts";

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

/** Makes HTTP requests: mostly to endpoints that exist, with much that is right and something that is wrong. */
export class RequestMaker {
  private readonly world: World;
  private readonly endpoints: readonly Endpoint[];
  private readonly random: Seeded;

  constructor(world: World, endpoints: readonly Endpoint[], random: Seeded) {
    this.world = world;
    this.endpoints = endpoints;
    this.random = random;
  }

  next(): RequestInput {
    const { random } = this;
    const bytes = this.request();
    if (random.chance(0.85)) return { bytes, isWhole: true };
    return { bytes: mutated(bytes, random), isWhole: false };
  }

  private request(): Uint8Array {
    const { random } = this;
    const endpoint = random.chance(0.93) ? random.pick(this.endpoints) : undefined;
    const method = endpoint && random.chance(0.93) ? endpoint.method : random.pick(METHODS);
    const target = endpoint
      ? this.target(endpoint)
      : random.pick([...ROOTED, `/${encodeURIComponent(nastyText(random))}`]);
    const { type, content } = this.body(endpoint, method);
    const headers = [
      `Host: ${new URL(this.world.server.rest).host}`,
      "Connection: close",
      ...this.authorization(),
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
      ...this.oddHeaders(),
    ];
    const head = `${method} ${target} HTTP/1.1\r\n${headers.join("\r\n")}\r\n`;
    return frameBody(head, content, random.chance(0.15));
  }

  private target(endpoint: Endpoint): string {
    const { random, world } = this;
    const [org = "", app = ""] = world.server.appKey.split("#");
    const base = endpoint.rooted
      ? ""
      : `/${random.chance(0.97) ? org : this.segment()}/${random.chance(0.97) ? app : this.segment()}`;
    const path = endpoint.path
      .split("/")
      .map((segment) => (segment.startsWith(":") ? this.parameter(segment.slice(1)) : segment))
      .join("/");
    const target = `${base}${path}${this.query(endpoint)}`;
    return random.chance(0.03) ? `${target}${random.pick(["/", "//x", "/%2e%2e", "?", "#x", "%", ";a=b"])}` : target;
  }

  private parameter(name: string): string {
    const { random, world } = this;
    if (random.chance(0.2)) return this.segment();
    switch (name) {
      case "user":
        return random.chance(0.8) ? random.pick(world.victims).name : random.pick(world.strangers);
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
    const { random } = this;
    const pairs: string[] = [];
    const { properties = {} } = (endpoint.query ?? {}) as Schema; // TypeBox schemas are JSON Schema
    for (const [name, schema] of Object.entries(properties)) {
      if (random.chance(0.25)) continue;
      const value = jsonFor(schema, random, () => this.text());
      pairs.push(`${name}=${random.chance(0.9) ? wellFormed(String(value)) : this.segment()}`);
    }
    if (random.chance(0.5)) pairs.push(`resource=webim_my_${random.below(6)}`);
    if (random.chance(0.1)) pairs.push(`${this.segment()}=${this.segment()}`, "=", "a[]=1&a[x]=2&a=3");
    return pairs.length > 0 ? `?${pairs.join("&")}` : "";
  }

  /** What members of bodies and queries are made of. */
  private text(): string {
    const { random, world } = this;
    return random.pick<() => string>([
      () => random.pick(world.victims).name,
      () => random.pick(world.strangers),
      () => random.pick(world.victims).password,
      () => random.pick(world.ids.list("message")),
      () => random.pick(world.ids.list("key")),
      () =>
        random.pick([
          "password",
          "client_credentials",
          "inherit",
          "chat",
          "chat:user",
          "chatgroups",
          "true",
          "mark_0",
          "singleChat",
        ]),
      () => String(random.below(100)),
      () => nastyText(random),
    ])();
  }

  private authorization(): string[] {
    const { random, world } = this;
    const victim = random.pick(world.victims).token;
    const choice = random.below(20);
    if (choice < 9) return [`Authorization: Bearer ${victim}`];
    if (choice < 15) return [`Authorization: Bearer ${world.appToken}`];
    if (choice === 15) return [];
    const bad = random.pick([
      `Bearer ${victim.slice(0, -3)}`,
      `Bearer ${victim}x`,
      `Bearer ${Buffer.from(mutated(Buffer.from(victim), random))
        .toString("latin1")
        .replaceAll(/[^\x21-\x7e]/g, "?")}`,
      `bearer ${victim}`,
      victim,
      "Bearer",
      "Bearer ",
      "Basic dXNlcjpwYXNz",
      `Bearer ${"A".repeat(6000)}`,
      "Bearer YWMt",
      "Bearer YWMtAAAA",
    ]);
    return [`Authorization: ${bad}`];
  }

  private body(endpoint: Endpoint | undefined, method: string): { type: string | undefined; content: Uint8Array } {
    const { random } = this;
    if (endpoint?.consumes === "multipart" && random.chance(0.85)) return multipart(random);
    if (method === "GET" && random.chance(0.95)) return { type: undefined, content: new Uint8Array(0) };
    const type = random.pick([
      "application/json",
      "application/json",
      "application/json; charset=utf-8",
      "application/json, application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "multipart/form-data; boundary=",
      "text/plain; charset=utf-16",
      "x",
      undefined,
    ]);
    return { type, content: Buffer.from(this.json(endpoint)) };
  }

  private json(endpoint: Endpoint | undefined): string {
    const { random } = this;
    if (random.chance(0.1)) return brokenJson(random);
    const schema = (endpoint?.body ?? {}) as Schema; // TypeBox schemas are JSON Schema
    return JSON.stringify(jsonFor(schema, random, () => this.text())) ?? "";
  }

  private oddHeaders(): string[] {
    const { random } = this;
    if (random.chance(0.7)) return [];
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
