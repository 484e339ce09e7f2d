import type { Client } from "../../core/client.ts";

/**
 * The address an attachment is fetched from: the path of the one in the message at our own REST address, because senders
 * elsewhere may know the server by another name (MSync 6.7). With `useOwnUploadFun` it is the application's affair.
 */
export function formatAttachUrl(client: Pick<Client, "config">, url: string, secret?: string): string {
  const { config } = client;
  if (!url || config.useOwnUploadFun) return url;
  const scheme = url.indexOf("://");
  const path = url.indexOf("/", scheme < 0 ? 0 : scheme + 3);
  const here = path < 0 ? url : config.apiUrl + url.slice(path);
  if (here.indexOf("em-redirect") >= 0) return here;
  // The address of a video's first frame has a query already.
  const query = here.indexOf("?") < 0 ? "?" : "&";
  return `${here}${query}em-redirect=true${secret ? `&share-secret=${secret}` : ""}`;
}
