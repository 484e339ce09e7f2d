/** The server's own TLS, for who has no proxy in front of it. */
import { readFileSync, unwatchFile, watchFile } from "node:fs";
import type { Server } from "node:http";
import { createSecureContext, type Server as SecureServer } from "node:tls";
import type { Logger } from "pino";

/** How often the files are looked at: a renewed certificate has days, not seconds. */
const LOOK_MS = 60_000;

export interface TlsFiles {
  /** PEM: the certificate and those that lead to one that clients know. */
  readonly certFile: string;
  readonly keyFile: string;
}

interface Pair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @throws Error with a sentence for the operator: a file cannot be read, or they do not belong together. */
export function readTls({ certFile, keyFile }: TlsFiles): Pair {
  const pair = { cert: read(certFile), key: read(keyFile) };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new Error(`the certificate ${certFile} and the key ${keyFile} cannot be used together`, { cause: error });
  }
  return pair;
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${file} cannot be read`, { cause: error });
  }
}

/**
 * New connections get a renewed certificate; those that are open keep the one they have. Files that cannot be used are
 * logged, and the old certificate stays.
 *
 * @returns ends it
 */
export function followTls(server: Server, files: TlsFiles, log: Logger, lookMs = LOOK_MS): () => void {
  const renew = (): void => {
    try {
      // Made with `https` options, so it is one.
      (server as unknown as SecureServer).setSecureContext(readTls(files));
      log.info({ certFile: files.certFile }, "the certificate was renewed");
    } catch (error) {
      log.error({ err: error }, "a renewed certificate cannot be used; the old one stays");
    }
  };
  const watched = [files.certFile, files.keyFile];
  // Looked at by time, and through links: certificates are mostly renewed by pointing a link elsewhere.
  for (const file of watched) watchFile(file, { interval: lookMs, persistent: false }, renew);
  return () => {
    for (const file of watched) unwatchFile(file, renew);
  };
}
