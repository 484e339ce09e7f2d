/** The baseline of groups and rooms: a `ws` server that sends every frame to everybody and does nothing else. */
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => {
    for (const client of server.clients) client.send(data, { binary: isBinary });
  });
});
server.on("listening", () => {
  // A listening TCP server has one.
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `${JSON.stringify({ event: "ready", websocket: `ws://127.0.0.1:${port}/`, pid: process.pid })}\n`,
  );
});
