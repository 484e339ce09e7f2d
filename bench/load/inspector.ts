/** Asks a Node process to collect its garbage, through its inspector: what remains is what it really holds. */
import { WebSocket } from "ws";

const ROUNDS = 3;

/** @param url what the process printed after "Debugger listening on". */
export async function collectGarbage(url: string): Promise<void> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  try {
    for (let id = 1; id <= ROUNDS; id++) await call(socket, id);
  } finally {
    socket.close();
  }
}

function call(socket: WebSocket, id: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the inspector closed its connection")));
    socket.on("message", (data) => {
      const answer: unknown = JSON.parse(String(data));
      if (typeof answer === "object" && answer !== null && "id" in answer && answer.id === id) resolve();
    });
    socket.send(JSON.stringify({ id, method: "HeapProfiler.collectGarbage" }));
  });
}
