import { MessageBodyContentType, MessageBodyType } from "@rondo/protocol";
import { type Identity, RawClient } from "../../../server/src/gateway/testing/raw-client.ts";

/** Sends a text, which asks for receipts, over a connection that lives for a moment. Answers the id of the message. */
export async function say(
  websocket: string,
  identity: Identity,
  to: { name: string; domain: "easemob.com" | "conference.easemob.com" },
): Promise<string> {
  const client = await RawClient.connect(websocket, { identity });
  try {
    await client.login();
    const jid = { appKey: identity.app, ...to };
    const type = to.domain === "easemob.com" ? MessageBodyType.CHAT : MessageBodyType.GROUPCHAT;
    const contents = [{ type: MessageBodyContentType.TEXT, text: "well met" }];
    const body = { type, from: { name: identity.user }, to: jid, contents, msgConfig: { allowGroupAck: true } };
    const { serverId, status } = await client.ack(client.body(to.name, body, { to: jid }));
    if (serverId === undefined) throw new Error(`not sent: ${status?.reason}`);
    return serverId;
  } finally {
    await client.close();
  }
}
