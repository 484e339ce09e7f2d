/** The frames the generator sends: made once with the real codec, then copied with their numbers patched. */
import {
  CommSyncDL,
  CommSyncUL,
  conferenceJid,
  encode,
  Jid,
  MessageBody,
  MessageBodyContentType,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  MetaRouteType,
  MSync,
  MSyncCommand,
  Provision,
  ProvisionOsType,
  StatisticsBody,
  StatusErrorCode,
  userJid,
} from "@rondo/protocol";
import { headLength, maskAt, maskedFrame, type WebSocketClient } from "./websocket.ts";

export const TEXT_BYTES = 160;
/** Six-byte varints: the size that the official client's local ids have until 2034. */
const FIRST_ID = 505_000_000_000;
const ID_BYTES = 6;
/** As long as the ids that our server gives. */
const SERVER_ID = "7417234234234241025";
const SENDER_DIGITS = 6;
const NUMBER_DIGITS = 9;
/** Diagnostic only; present because the official clients send it with every frame. */
const TRACE_ID = "7417234234234241025";

function frame(command: number, payload: Uint8Array | undefined): Uint8Array {
  return encode(MSync, { command, payload, encryptType: [0], traceId: TRACE_ID });
}

/** Where messages go: a user, or the id of a group or room. */
type Place = "user" | "group" | "room";

export interface Addressed {
  readonly appKey: string;
  readonly from: string;
  readonly to: string;
  readonly place: Place;
  readonly sender: number;
}

/** A text message from a user, of which every copy differs in its client id and its number. */
export class MessageTemplate {
  /** Bytes of the frame's payload, without the WebSocket header. */
  readonly payload: Uint8Array;
  private readonly bytes: Buffer;
  private readonly head: number;
  private readonly idAt: number | undefined;
  private readonly textAt: number;

  private constructor(payload: Uint8Array, { sender, hasClientId }: { sender: number; hasClientId: boolean }) {
    this.payload = payload;
    this.bytes = maskedFrame(payload);
    this.head = headLength(payload.length);
    this.idAt = hasClientId ? onlyPlaceOf(payload, idBytes(FIRST_ID)) : undefined;
    this.textAt = onlyPlaceOf(payload, Buffer.from(textOf(sender))) + SENDER_DIGITS;
  }

  /** What its sender sends. */
  static up(message: Addressed): MessageTemplate {
    const meta = {
      id: String(FIRST_ID),
      to: jidOf(message),
      ns: MetaNameSpace.CHAT,
      payload: bodyOf(message),
      routetype: MetaRouteType.ROUTE_ALL,
    };
    const payload = frame(MSyncCommand.SYNC, encode(CommSyncUL, { meta }));
    return new MessageTemplate(payload, { sender: message.sender, hasClientId: true });
  }

  /** What a member of the group or room gets: as many bytes as our server makes of it. */
  static down(message: Addressed): MessageTemplate {
    const { appKey, from, to, place, sender } = message;
    const meta = encode(Meta, {
      id: SERVER_ID,
      from: userJid(appKey, from, `webim_web_${sender}`),
      to: jidOf(message),
      timestamp: Date.now(),
      ns: MetaNameSpace.CHAT,
      payload: bodyOf(message),
    });
    const status = { errorCode: StatusErrorCode.OK };
    const queue = encode(Jid, place === "room" ? userJid(appKey, "~online") : conferenceJid(appKey, `~g${to}`));
    const answer =
      place === "room"
        ? { status, metas: [meta], queue, isLast: true }
        : { status, metas: [meta], nextKey: SERVER_ID, queue, isLast: false };
    const payload = encode(MSync, { command: MSyncCommand.SYNC, payload: encode(CommSyncDL, answer) });
    return new MessageTemplate(payload, { sender, hasClientId: false });
  }

  /** Appends message `number` of its sender to what the connection sends. */
  append(connection: WebSocketClient, number: number): void {
    const { buffer, at } = connection.append(this.bytes);
    const start = at + this.head;
    if (this.idAt !== undefined) writeId(buffer, start, { at: this.idAt, id: FIRST_ID + number });
    let digits = number;
    for (let i = NUMBER_DIGITS - 1; i >= 0; i--) {
      buffer[start + this.textAt + i] = (0x30 + (digits % 10)) ^ maskAt(this.textAt + i);
      digits = Math.floor(digits / 10);
    }
  }
}

function writeId(buffer: Buffer, start: number, { at, id }: { at: number; id: number }): void {
  let rest = id;
  for (let i = 0; i < ID_BYTES; i++) {
    const byte = i === ID_BYTES - 1 ? rest : (rest % 128) | 0x80;
    buffer[start + at + i] = byte ^ maskAt(at + i);
    rest = Math.floor(rest / 128);
  }
}

function textOf(sender: number): string {
  return `${String(sender).padStart(SENDER_DIGITS, "0")}${"0".repeat(NUMBER_DIGITS)}`;
}

function bodyOf({ from, to, place, sender }: Addressed): Uint8Array {
  const types = { user: MessageBodyType.CHAT, group: MessageBodyType.GROUPCHAT, room: MessageBodyType.CHATROOM };
  return encode(MessageBody, {
    type: types[place],
    from: { name: from },
    to: { name: to },
    contents: [{ type: MessageBodyContentType.TEXT, text: textOf(sender).padEnd(TEXT_BYTES, "abcdefgh ") }],
  });
}

function jidOf({ appKey, to, place }: Addressed): Jid {
  return place === "user" ? userJid(appKey, to) : conferenceJid(appKey, to);
}

/** The number of the message that an acknowledgement speaks of; not below the count sent when it is no message of ours. */
export function numberOf(metaId: number): number {
  return metaId - FIRST_ID;
}

/** Sender and number out of a delivered text; undefined when the text is not one of ours. */
export function readText(
  bytes: Uint8Array,
  start: number,
  end: number,
): { sender: number; number: number } | undefined {
  if (end - start !== TEXT_BYTES) return undefined;
  const sender = readDigits(bytes, start, SENDER_DIGITS);
  const number = readDigits(bytes, start + SENDER_DIGITS, NUMBER_DIGITS);
  return sender < 0 || number < 0 ? undefined : { sender, number };
}

/** "I have this batch, give me what follows": the key and the queue are copied as they came. */
export function appendPull(
  connection: WebSocketClient,
  batch: { bytes: Uint8Array; keyStart: number; keyEnd: number; queueStart: number; queueEnd: number },
): void {
  const keyLength = batch.keyEnd - batch.keyStart;
  const queueLength = batch.queueEnd - batch.queueStart;
  const length = (keyLength > 0 ? 1 + keyLength : 0) + 2 + queueLength;
  if (queueLength > 0x7f || length > 0x7f) throw new RangeError("a queue address of more than 100 bytes");
  const payload = Buffer.allocUnsafe(4 + length + pullTail.length);
  payload[0] = 0x40;
  payload[1] = MSyncCommand.SYNC;
  payload[2] = 0x4a;
  payload[3] = length;
  let at = 4;
  if (keyLength > 0) {
    payload[at++] = 0x10;
    payload.set(batch.bytes.subarray(batch.keyStart, batch.keyEnd), at);
    at += keyLength;
  }
  payload[at++] = 0x1a;
  payload[at++] = queueLength;
  payload.set(batch.bytes.subarray(batch.queueStart, batch.queueEnd), at);
  payload.set(pullTail, at + queueLength);
  connection.append(maskedFrame(payload));
}

/** What follows the payload in every frame: encryptType and traceId. */
const pullTail = frame(MSyncCommand.SYNC, undefined).subarray(2);

export const unreadFrame = maskedFrame(frame(MSyncCommand.UNREAD, undefined));

export function keepAliveFrame(): Buffer {
  const payload = encode(StatisticsBody, { operation: 0 });
  const meta = { id: String(Date.now()), ns: MetaNameSpace.STATISTIC, payload };
  return maskedFrame(frame(MSyncCommand.SYNC, encode(CommSyncUL, { meta })));
}

export function provisionFrame(login: { appKey: string; user: string; token: string; resource: string }): Buffer {
  const auth = `$t$${login.token}`;
  const payload = encode(Provision, {
    osType: ProvisionOsType.OS_OTHER,
    version: "4.21.1",
    compressType: [0],
    encryptType: [0],
    deviceUuid: login.resource,
    deviceName: "webim",
    resource: login.resource,
    actionVersion: "v5.2",
    authToken: JSON.stringify({ token: auth }),
    sessionId: `${Date.now()}:`,
  });
  const guid = userJid(login.appKey, login.user, login.resource);
  return maskedFrame(
    encode(MSync, { guid, auth, command: MSyncCommand.PROVISION, payload, deviceId: 0, encryptType: [0] }),
  );
}

export function logoutFrame(): Buffer {
  return maskedFrame(frame(MSyncCommand.LOGOUT, undefined));
}

function idBytes(id: number): Buffer {
  const bytes = Buffer.alloc(ID_BYTES);
  let rest = id;
  for (let i = 0; i < ID_BYTES; i++) {
    bytes[i] = i === ID_BYTES - 1 ? rest : (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  return bytes;
}

function onlyPlaceOf(bytes: Uint8Array, part: Buffer): number {
  const whole = Buffer.from(bytes);
  const at = whole.indexOf(part);
  if (at < 0 || whole.indexOf(part, at + 1) >= 0) throw new Error("a template holds its marker not exactly once");
  return at;
}

function readDigits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
