import type { FastifyInstance } from "fastify";

/**
 * Takes no new requests and resolves when those under way are answered; what is not by then, such as an upload that
 * trickles in, is cut off: the process must not be held up by one client.
 */
export async function closeWithin(http: FastifyInstance, limitMs: number): Promise<void> {
  const impatience = setTimeout(() => http.server.closeAllConnections(), limitMs);
  try {
    await http.close();
  } finally {
    clearTimeout(impatience);
  }
}
