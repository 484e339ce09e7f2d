import { createPrivateKey } from "node:crypto";
import type { AlipaySdk, AlipaySdkConfig } from "alipay-sdk";
import type { Clock } from "../../kernel/clock.ts";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";

/** A mini program at Alipay, as an application has set it up. */
export interface AlipayAccess {
  /** Ours: whose calls these are, for the bound on calls at once. */
  readonly app: string;
  readonly appId: string;
  readonly privateKey: string;
  readonly trust: AlipayTrust;
  readonly gateway: string;
}

/** By which Alipay's answers are known: a key, or certificates, with which requests name the key they are signed with. */
export type AlipayTrust =
  | { readonly publicKey: string }
  | { readonly appCertificate: string; readonly certificate: string; readonly rootCertificate: string };

/** Why a call got no answer besides what `ProviderError` says. */
export type AlipayFault =
  /** The keys or certificates that the application has set cannot be read. */
  | "keys"
  /** The answer is not signed by Alipay. */
  | "signature"
  /** Alipay said no; `code` and `subCode` say why. */
  | "refused";

export class AlipayError extends Error {
  override readonly name = "AlipayError";
  readonly fault: AlipayFault;
  readonly code: string | undefined;
  readonly subCode: string | undefined;

  constructor(fault: AlipayFault, options: { code?: string; subCode?: string; cause?: unknown } = {}) {
    super(`Alipay gave no answer: ${fault}`, { cause: options.cause });
    this.fault = fault;
    this.code = options.code;
    this.subCode = options.subCode;
  }
}

/** What may be logged of a failure: not Alipay's sentence, which may repeat what was sent to it. */
export function factsOf(error: AlipayError | ProviderError): Readonly<Record<string, unknown>> {
  if (error instanceof ProviderError) return { fault: error.fault, status: error.status };
  return { fault: error.fault, code: error.code, subCode: error.subCode };
}

const SUCCESS = "10000";

interface Method {
  /** Such as `alipay.system.oauth.token`. */
  readonly name: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly content?: Readonly<Record<string, string>>;
}

/**
 * The gateway of Alipay's open platform. Alipay's own library signs and verifies, our client calls: it bounds time, bytes and
 * calls at once, and goes nowhere else.
 */
export class AlipayGateway {
  private readonly deps: { client: ProviderClient; clock: Clock };

  constructor(deps: AlipayGateway["deps"]) {
    this.deps = deps;
  }

  /** The members of the answer. @throws AlipayError, ProviderError. */
  async call(access: AlipayAccess, { name, params = {}, content }: Method): Promise<Readonly<Record<string, unknown>>> {
    const { client, clock } = this.deps;
    // Settings are checked for less than that.
    if (!URL.canParse(access.gateway)) throw new ProviderError("unreachable");
    const sdk = await open(access);
    const signed = sdk.sdkExecute(
      name,
      // The library would write the time of the zone that the server runs in.
      { ...params, timestamp: timeInBeijing(clock.now()), ...(content === undefined ? {} : { bizContent: content }) },
      { bizContentAutoSnakeCase: false },
    );
    // What is the method's own goes into the body: addresses are written into logs on the way.
    const url = new URL(access.gateway);
    const body = new URLSearchParams();
    for (const [key, value] of new URLSearchParams(signed)) {
      if (key in params || key === "biz_content") body.set(key, value);
      else url.searchParams.set(key, value);
    }
    const text = await client.text({
      app: access.app,
      url: url.href,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
      body: body.toString(),
    });
    return read(sdk, text, `${name.replaceAll(".", "_")}_response`);
  }
}

/** The library and what it needs are 40 MB in memory: only a server of which an application has set up Alipay loads them. */
async function open({ appId, privateKey, trust }: AlipayAccess): Promise<AlipaySdk> {
  const { AlipaySdk } = await import("alipay-sdk");
  try {
    return new AlipaySdk({ appId, privateKey: toPkcs8(privateKey), keyType: "PKCS8", ...toConfig(trust) });
  } catch (cause) {
    throw new AlipayError("keys", { cause });
  }
}

/** As the gateway reads times: `2026-11-29 14:05:07`. */
function timeInBeijing(at: number): string {
  const format = { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "medium" } as const;
  return new Intl.DateTimeFormat("sv-SE", format).format(at);
}

function toConfig(trust: AlipayTrust): Partial<AlipaySdkConfig> {
  if ("publicKey" in trust) return { alipayPublicKey: withoutArmour(trust.publicKey) };
  return {
    appCertContent: trust.appCertificate,
    alipayPublicCertContent: trust.certificate,
    alipayRootCertContent: trust.rootCertificate,
  };
}

/** Alipay's tools make keys of both kinds, and leave out the lines that would tell which it is. */
function toPkcs8(key: string): string {
  const der = { key: Buffer.from(withoutArmour(key), "base64"), format: "der" } as const;
  const read = (type: "pkcs8" | "pkcs1") => createPrivateKey({ ...der, type });
  let parsed: ReturnType<typeof read>;
  try {
    parsed = read("pkcs8");
  } catch {
    parsed = read("pkcs1");
  }
  return parsed.export({ type: "pkcs8", format: "der" }).toString("base64");
}

function withoutArmour(pem: string): string {
  return pem.replace(/-----[^-]*-----/g, "").replace(/\s+/g, "");
}

function read(sdk: AlipaySdk, text: string, key: string): Readonly<Record<string, unknown>> {
  const answer = parse(text);
  const refusal = answer.error_response;
  // Not always signed; believing it costs no more than a call that fails.
  if (isObject(refusal)) throw toRefusal(refusal);
  const { sign } = answer;
  if (!isObject(answer[key]) || typeof sign !== "string") throw new ProviderError("unreadable");
  // What counts is the text that was signed, and no other that is in the answer besides.
  const signed = sdk.getSignStr(text, key);
  if (!isSignedBy(sdk, signed, sign)) throw new AlipayError("signature");
  const members = parse(signed);
  if (members.code !== undefined && members.code !== SUCCESS) throw toRefusal(members);
  return members;
}

function isSignedBy(sdk: AlipaySdk, text: string, sign: string): boolean {
  try {
    return sdk.rsaCheck(text, sign);
  } catch (cause) {
    // It throws for a key that is none, and answers false for a signature that is none.
    throw new AlipayError("keys", { cause });
  }
}

function toRefusal(members: Readonly<Record<string, unknown>>): AlipayError {
  const text = (name: string): string => (typeof members[name] === "string" ? members[name] : "");
  return new AlipayError("refused", { code: text("code"), subCode: text("sub_code") });
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProviderError("unreadable", { cause });
  }
  if (!isObject(value)) throw new ProviderError("unreadable");
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
