import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { closeWithin } from "./closing.ts";
import { TestRest } from "./testing.ts";

it("does not wait for ever for a request that never arrives whole", async () => {
  const rest = await TestRest.start();
  await rest.http.listen({ host: "127.0.0.1", port: 0 });
  // It listens on a TCP port, so the address is of this kind.
  const socket = connect((rest.http.server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {}); // a reset is what it is waiting for, too
  const path = `/${rest.appKey.replace("#", "/")}/users`;
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{`);
  await once(rest.http.server, "request");
  const cutOff = once(socket, "close");
  await closeWithin(rest.http, 1);
  await cutOff;
  expect(rest.http.server.listening).toBe(false);
  await rest.close();
});
