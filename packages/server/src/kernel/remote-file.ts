/**
 * Fetching from an address that somebody else has written: nothing inside our own network, not by a name that leads there, nor
 * by a redirect. What is connected to is the address that was looked at.
 */
import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address.ts";

const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 30_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export type RemoteFault =
  /** No http or https address, or one with a user in it. */
  | "address"
  /** It leads to an address that is not public. */
  | "forbidden"
  /** No connection, or one that broke. */
  | "unreachable"
  | "slow"
  /** It said no, or nothing that can be used; `status` says how. */
  | "refused";

export class RemoteError extends Error {
  override readonly name = "RemoteError";
  readonly fault: RemoteFault;
  readonly status: number | undefined;

  constructor(fault: RemoteFault, options: { status?: number; cause?: unknown } = {}) {
    super(`the file could not be fetched: ${fault}`, { cause: options.cause });
    this.fault = fault;
    this.status = options.status;
  }
}

export interface RemoteOptions {
  /** Which addresses may be connected to; by default public ones. */
  readonly isAllowed?: (address: string) => boolean;
  /** For the whole of it. */
  readonly timeoutMs?: number;
  /** Sent to the host of the address, and to no other that it leads to. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

export interface RemoteFile {
  /** "": not said. */
  readonly contentType: string;
  /** Throws RemoteError when it breaks. The connection ends when it is left. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** @throws RemoteError */
export async function openRemoteFile(address: string, options: RemoteOptions = {}): Promise<RemoteFile> {
  const { isAllowed = isPublicAddress, timeoutMs = TIMEOUT_MS, headers = {}, resolve = addressesOf } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const lookup = guardedLookup(resolve, isAllowed);
  let url = parse(address);
  const { origin } = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // Of a literal address nobody looks up anything.
    if (isIP(host) !== 0 && !isAllowed(host)) throw new RemoteError("forbidden");
    const own = url.origin === origin ? headers : {};
    const reply = await get(url, { headers: own, lookup, signal }).catch((error) =>
      Promise.reject(toFault(error, signal)),
    );
    const { statusCode: status = 0, headers: said } = reply;
    if (status === 200) return { contentType: said["content-type"] ?? "", bytes: bytesOf(reply, signal) };
    reply.destroy();
    if (!REDIRECTS.has(status) || said.location === undefined) throw new RemoteError("refused", { status });
    url = parse(said.location, url);
  }
  throw new RemoteError("refused");
}

function parse(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new RemoteError("address");
  const url = new URL(address, base?.href);
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  if (!isWeb || url.username !== "" || url.password !== "") throw new RemoteError("address");
  return url;
}

function get(
  url: URL,
  options: { headers: Readonly<Record<string, string>>; lookup: LookupFunction; signal: AbortSignal },
): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Without an agent there is no connection from before, which nobody has looked at.
    request(url, { ...options, agent: false }, resolve)
      .on("error", reject)
      .end();
  });
}

async function* bytesOf(reply: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* reply;
  } catch (error) {
    throw toFault(error, signal);
  } finally {
    reply.destroy();
  }
}

/** Answers addresses to connect to, or fails when one of them is not allowed. */
function guardedLookup(
  resolve: (host: string) => Promise<readonly LookupAddress[]>,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (first === undefined || found.some(({ address }) => !isAllowed(address))) {
          done(new RemoteError(first === undefined ? "unreachable" : "forbidden"), "", 0);
        } else if (options.all === true) done(null, [...found]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, "", 0),
    );
  };
}

function addressesOf(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(host, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)));
  });
}

function toFault(error: unknown, signal: AbortSignal): RemoteError {
  if (error instanceof RemoteError) return error;
  return new RemoteError(signal.aborted ? "slow" : "unreachable", { cause: error });
}
