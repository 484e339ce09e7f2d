/** Frames as they travel: chat messages of several people, one by one and as pages after a time offline. */
import {
  CommSyncDL,
  embed,
  encode,
  MessageBody,
  MessageBodyType,
  MetaNameSpace,
  MSync,
  userJid,
} from "@rondo/protocol";

const APP = "1101200527113881#imdemo";
const PEOPLE = ["xiaoming", "lili_1990", "wang.wei", "customer-service-07"];
/** The most frequent characters of written Chinese, the most frequent first. */
const CHARACTERS =
  "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从";
const ENGLISH = "ok see you at the station then I will bring the documents that you asked for tomorrow morning".split(
  " ",
);

const FIRST_ID = 1_300_000_000_000_000_000n;
const FIRST_AT = 1_764_028_800_000;

/** Good enough to be unlike from one message to the next, and the same in every run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
}

export interface ChatMessage {
  readonly id: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export function chatMessages(count: number, seed = 1): ChatMessage[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: String(FIRST_ID + BigInt(i) * 4_194_304_123n + BigInt(random(4096))),
    at: FIRST_AT + i * 7_000 + random(7_000),
    from: PEOPLE[1 + random(PEOPLE.length - 1)] as string,
    to: PEOPLE[0] as string,
    text: textOf(random),
  }));
}

/** Five to forty characters, or words: as unlike as what people write, so that no dictionary knows them by heart. */
function textOf(random: (below: number) => number): string {
  const length = 5 + random(1 + random(35));
  if (random(8) === 0)
    return Array.from({ length: 4 + (length >> 2) }, () => ENGLISH[random(ENGLISH.length)]).join(" ");
  return Array.from({ length }, () => CHARACTERS[Math.min(random(CHARACTERS.length), random(CHARACTERS.length))]).join(
    "",
  );
}

/** The value of one chat message as the codec takes it. */
export function bodyOf(message: ChatMessage): MessageBody {
  return {
    type: MessageBodyType.CHAT,
    from: { name: message.from },
    to: { name: message.to },
    contents: [{ type: 0, text: message.text }],
  };
}

function metaOf(message: ChatMessage) {
  return {
    id: message.id,
    from: userJid(APP, message.from, "webim_web_1764028800000"),
    to: userJid(APP, message.to),
    timestamp: message.at,
    ns: MetaNameSpace.CHAT,
    payload: embed(MessageBody, bodyOf(message)),
  };
}

/** A frame with a page of one queue (MSync 5.4). */
export function pageFrame(messages: readonly ChatMessage[]): Uint8Array {
  const last = messages.at(-1) as ChatMessage;
  const page = {
    status: { errorCode: 0 },
    metas: messages.map(metaOf),
    nextKey: last.id,
    queue: userJid(APP, last.from),
    isLast: false,
  };
  return encode(MSync, { command: 0, payload: embed(CommSyncDL, page) });
}
