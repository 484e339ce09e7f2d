/** The baseline: a `ws` server that sends every frame back and does nothing else. Says where it listens when it does. */
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
server.on("listening", () => {
  // A listening TCP server has one.
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `${JSON.stringify({ event: "ready", websocket: `ws://127.0.0.1:${port}/`, pid: process.pid })}\n`,
  );
});
