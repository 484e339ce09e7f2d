/** Entry of the database thread. */
import { parentPort } from "node:worker_threads";
import { Engine } from "./engine.ts";
import type { Request } from "./wire.ts";

// Started as a thread, so there is a parent.
const port = parentPort as NonNullable<typeof parentPort>;
const engine = new Engine((replies) => port.postMessage(replies));
port.on("message", (requests: Request[]) => {
  engine.handle(requests);
  if (requests.some(({ type }) => type === "close")) port.close();
});
