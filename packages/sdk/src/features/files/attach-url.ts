import type { Client } from "../../core/client.ts";

/** Where a scheme and the shortest host are over: the path begins at the first slash from here on. */
const AFTER_SCHEME = 9;

/**
 * The address an attachment is fetched from: the path of the one in the message at our own REST address, because senders
 * elsewhere may know the server by another name (MSync 6.7). With `useOwnUploadFun` it is the application's affair.
 */
export function formatAttachUrl(client: Pick<Client, "config">, url: string, secret?: string): string {
  const { config } = client;
  if (!url || config.useOwnUploadFun) return url;
  const path = url.indexOf("/", AFTER_SCHEME);
  const here = path < 0 ? url : config.apiUrl + url.slice(path);
  if (here.indexOf("?em-redirect") >= 0) return here;
  return `${here}?em-redirect=true${secret ? `&share-secret=${secret}` : ""}`;
}
