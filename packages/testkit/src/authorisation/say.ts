import {
  type CommSyncDL,
  type Encodable,
  encode,
  type Jid,
  type MessageBody,
  MessageBodyContentType,
  MessageBodyType,
  MetaNameSpace,
  MucBody,
} from "@rondo/protocol";
import { type Identity, RawClient } from "../../../server/src/gateway/testing/raw-client.ts";

interface Line {
  readonly websocket: string;
  readonly identity: Identity;
}
type Place = { readonly name: string; readonly domain: "easemob.com" | "conference.easemob.com" };

/** The same words from the same device would be a resend. */
let said = 0;

/** Sends a text, which asks for receipts. Answers the id of the message. */
export async function say(line: Line, to: Place, isRoom = false): Promise<string> {
  const inMuc = isRoom ? MessageBodyType.CHATROOM : MessageBodyType.GROUPCHAT;
  const type = to.domain === "easemob.com" ? MessageBodyType.CHAT : inMuc;
  const { serverId, status } = await sendBody(line, to, { type, contents: words(`well met, ${++said}`) });
  if (serverId === undefined) throw new Error(`${line.identity.user} could not say anything: ${status?.reason}`);
  return serverId;
}

/** The ack of a message, receipt, recall or edit. */
export function sendBody(
  { websocket, identity }: Line,
  place: Place,
  { directedUsers, ...body }: Encodable<MessageBody> & { directedUsers?: string[] },
): Promise<CommSyncDL> {
  const to = { appKey: identity.app, ...place };
  const whole = { from: { name: identity.user }, to, msgConfig: { allowGroupAck: true }, ...body };
  const meta = { to, ...(directedUsers === undefined ? {} : { directedUsers }) };
  return overSocket(websocket, identity, (client) => client.body(place.name, whole, meta));
}

/** The ack of joining or leaving a room. */
export function sendToRoom({ websocket, identity }: Line, room: string, operation: number): Promise<CommSyncDL> {
  const mucId: Encodable<Jid> = { appKey: identity.app, name: room, domain: "conference.easemob.com" };
  const payload = encode(MucBody, { mucId, operation, isChatroom: true });
  return overSocket(websocket, identity, (client) => client.meta({ ns: MetaNameSpace.MUC, payload }));
}

export function words(text: string) {
  return [{ type: MessageBodyContentType.TEXT, text }];
}

/** Over a connection that lives for a moment, so that nothing is in the way of the ack. */
async function overSocket(
  websocket: string,
  identity: Identity,
  send: (client: RawClient) => string,
): Promise<CommSyncDL> {
  const client = await RawClient.connect(websocket, { identity });
  try {
    await client.login();
    return await client.ack(send(client));
  } finally {
    await client.close();
  }
}
