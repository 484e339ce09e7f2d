/** For tests: a gateway that knows who asks by the signature of the request, and signs what it answers, as Alipay's does. */
import { createPrivateKey, createPublicKey, createSign, createVerify } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Asked, type StandIn, standIn } from "../../kernel/provider.fixture.ts";

const file = (name: string) => readFileSync(new URL(`./testing/${name}.pem`, import.meta.url), "utf8");
const program = { key: createPrivateKey(file("app.key")), certificate: file("app.cert") };
const alipay = { key: createPrivateKey(file("alipay.key")), certificate: file("alipay.cert") };

export const PROGRAM = "2021000000000001";
/** What people copy from Alipay's tools: one line, without the lines around it. */
export const bare = (pem: string) => pem.replace(/-----[^-]*-----|\s/g, "");
export const pem = {
  privateKey: file("app.key"),
  privateKeyPkcs1: program.key.export({ type: "pkcs1", format: "pem" }).toString(),
  publicKey: createPublicKey(alipay.key).export({ type: "spki", format: "pem" }).toString(),
  appCertificate: program.certificate,
  certificate: alipay.certificate,
  rootCertificate: file("root.cert"),
};

export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, string>>;
}

type Members = Readonly<Record<string, unknown>>;

export class GatewayStandIn {
  /** What each code stands for; it is good once. */
  readonly codes = new Map<string, Members>();
  readonly calls: Call[] = [];
  /** In place of the usual answer to a call that was signed well; undefined: as usual. */
  answer: ((call: Call) => ReturnType<StandIn["answer"]> | undefined) | undefined;
  private readonly server: StandIn;

  private constructor(server: StandIn) {
    this.server = server;
  }

  static async start(): Promise<GatewayStandIn> {
    const server = await standIn(() => "silence");
    const gateway = new GatewayStandIn(server);
    server.answer = (asked) => gateway.respond(asked);
    return gateway;
  }

  get url(): string {
    return `${this.server.url}/gateway.do`;
  }

  /** The addresses that were called, as a proxy would log them. */
  get addresses(): string[] {
    return this.server.seen.map(({ path }) => path);
  }

  reset(): void {
    this.codes.clear();
    this.calls.length = 0;
    this.server.seen.length = 0;
    this.answer = undefined;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** A signed answer; `by` somebody else's key makes one that must not be believed. */
  say(method: string, members: Members, { by = alipay.key } = {}) {
    const text = JSON.stringify(members);
    const sign = createSign("RSA-SHA256").update(text).sign(by, "base64");
    return { text: `{"${method.replaceAll(".", "_")}_response":${text},"sign":"${sign}"}` };
  }

  /** The same, signed by the program instead of Alipay. */
  forge(method: string, members: Members) {
    return this.say(method, members, { by: program.key });
  }

  refuse(code: string, subCode: string) {
    return {
      json: { error_response: { code, msg: "no", sub_code: subCode, sub_msg: "a sentence that is not for us" } },
    };
  }

  private respond({ path, body }: Asked): ReturnType<StandIn["answer"]> {
    const params: Record<string, string> = Object.fromEntries([
      ...new URL(path, "http://gateway").searchParams,
      ...new URLSearchParams(body),
    ]);
    const { sign = "", ...signed } = params;
    const text = Object.keys(signed)
      .sort()
      .map((name) => `${name}=${signed[name]}`)
      .join("&");
    const isSigned = createVerify("RSA-SHA256").update(text).verify(createPublicKey(program.key), sign, "base64");
    const isRight = params.app_id === PROGRAM && params.sign_type === "RSA2" && params.charset === "utf-8";
    if (!isSigned || !isRight) return this.refuse("40002", "isv.invalid-signature");
    const call = { method: params.method ?? "", params, content: JSON.parse(params.biz_content ?? "{}") };
    this.calls.push(call);
    return this.answer?.(call) ?? this.usual(call);
  }

  private usual({ method, params }: Call): ReturnType<StandIn["answer"]> {
    if (method !== "alipay.system.oauth.token") return this.say(method, { code: "10000", msg: "Success" });
    const code = params.grant_type === "authorization_code" ? (params.code ?? "") : "";
    const ids = this.codes.get(code);
    this.codes.delete(code);
    if (ids === undefined) return this.refuse("40002", "isv.code-invalid");
    return this.say(method, { access_token: "authusrB1", expires_in: "1296000", refresh_token: "authusrB2", ...ids });
  }
}
