import { decode, encode, Meta, MetaNameSpace } from "@rondo/protocol";
import { isText, refuse } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { statusCode } from "../../core/status-code.ts";
import type {
  LocalCacheMethods,
  LocalConversation,
  RemoveLocalConversationParams,
  SessionParams,
  UpdateConversationParams,
} from "../../types/local-cache.ts";
import { fromMeta } from "../messages/index.ts";
import { type Book, type Kept, Shelf } from "./shelf.ts";

/** As handlers are shown it. */
interface Shown extends Kept {
  readonly to: string;
  readonly chatType: string;
  /** It is in a thread, which is no conversation of its own. */
  readonly chatThread?: unknown;
}

interface Listed extends SessionParams {
  readonly unReadCount: number;
  readonly lastMessage: unknown;
}

const NAMES = ["singleChat", "groupChat"];
/** Of a conversation, in the storage. */
const idOf = ({ conversationType, conversationId }: SessionParams): string =>
  `${NAMES.indexOf(conversationType)}${conversationId}`;
const sessionOf = (id: string): SessionParams => ({
  conversationType: NAMES[Number(id[0])] as LocalConversation["conversationType"], // from `idOf`
  conversationId: id.slice(1),
});

/** Conversations as this device remembers them, in the storage of the host (API 3.21). */
export const localCache: Feature<LocalCacheMethods> = (client) => {
  let shelf: Shelf | undefined;
  /** Of who is logged in. */
  const current = (): Shelf | undefined => {
    const { identity, config, platform } = client;
    if (identity && shelf?.user !== identity.user) {
      shelf?.write();
      shelf = new Shelf(`rondo_cache_${config.appKey}_${identity.user}_`, identity.user, platform);
    }
    return identity && shelf;
  };

  listen(client, current);

  /** @throws ChatError 700 when nobody is logged in, 800 when what `act` has changed cannot be stored, or it throws. */
  const run = async <Result>(name: string, act: (shelf: Shelf) => Result, isChange: boolean): Promise<Result> => {
    const place = current();
    if (!place) throw new ChatError(statusCode.REST_PARAMS_STATUS, "appkey or token error");
    let why: unknown;
    try {
      const result = act(place);
      if (!isChange || place.write()) return result;
    } catch (error) {
      why = error;
    }
    if (why instanceof ChatError) throw why;
    throw new ChatError(statusCode.LOCAL_DB_OPERATION_FAILED, `${name} is failed`, why);
  };
  const change = (name: string, params: SessionParams, to: (book: Book, shelf: Shelf, id: string) => void) =>
    run(
      name,
      (place) => {
        const id = idIn(params);
        const book = place.find(id);
        if (!book) return;
        to(book, place, id);
      },
      true,
    );

  return {
    getLocalConversations: () =>
      run(
        "getLocalConversations",
        (place) => {
          const list: LocalConversation[] = [];
          for (const id of place.ids) {
            const book = place.find(id);
            if (book) list.push(toConversation(id, book));
          }
          return { type: 0, data: list };
        },
        false,
      ),
    getLocalConversation: (params) =>
      run(
        "getLocalConversation",
        (place) => {
          const id = idIn(params);
          const book = place.find(id);
          return { type: 0, data: book && book.time > 0 ? toConversation(id, book) : undefined };
        },
        false,
      ),
    setLocalConversationCustomField: (params: UpdateConversationParams) =>
      change("setLocalConversationCustomField", params, (book, place, id) => {
        const { customField } = params;
        if (typeof customField !== "object") refuse('Invalid parameter: "customField"');
        book.custom = customField;
        place.touch(id, book);
      }),
    clearConversationUnreadCount: (params) =>
      change("clearConversationUnreadCount", params, (book, place, id) => {
        book.unread = 0;
        book.countedTo = book.time;
        place.touch(id, book);
      }),
    removeLocalConversation: (params: RemoveLocalConversationParams) =>
      change("removeLocalConversation", params, (book, place, id) => {
        if (params.isRemoveLocalMessage ?? true) place.remove(id);
        else place.touch(id, Object.assign(book, { time: 0, unread: 0, custom: undefined }));
      }),
  };
};

/** @throws ChatError -3 */
function idIn(params: SessionParams): string {
  const { conversationId, conversationType } = params || {};
  const isKnown = NAMES.indexOf(conversationType) >= 0;
  if (!isKnown) refuse(`"Invalid parameter conversationType": ${conversationType}`);
  if (!isText(conversationId)) refuse('Invalid parameter: "conversationId"');
  return idOf(params);
}

function toConversation(id: string, { unread, custom, messages }: Book): LocalConversation {
  const lastMessage = messages[messages.length - 1];
  return {
    ...sessionOf(id),
    unReadCount: unread,
    // As the application has given it, and as it was shown.
    customField: custom as LocalConversation["customField"],
    lastMessage: lastMessage as unknown as LocalConversation["lastMessage"],
  } as LocalConversation;
}

/** What is told to applications, and what features tell each other, changes the conversations. */
function listen(client: Client, current: () => Shelf | undefined): void {
  const isOwn = (from: string): boolean => from.split("/")[0] === client.identity?.user;

  const add = (message: Shown): void => {
    const { chatType, from, to, time, chatThread } = message;
    const place = current();
    const kind = NAMES.indexOf(chatType);
    if (!place || kind < 0 || chatThread) return;
    const id = kind + ((kind ? to : isOwn(from) ? to : from).split("/")[0] as string);
    const book = place.open(id);
    const { messages } = book;
    if (!replace(book, message)) {
      let at = messages.length;
      while (at > 0 && (messages[at - 1] as Kept).time > time) at--;
      messages.splice(at, 0, message);
      if (!isOwn(from) && time > book.countedTo) book.unread++;
      book.time = Math.max(book.time, time);
    }
    place.touch(id, book);
  };
  /** Where a message is that is known by its id alone. */
  const forMessage = (messageId: string, act: (book: Book, index: number) => void): void => {
    const place = current();
    for (const id of place ? place.ids : []) {
      const book = place?.find(id);
      const index = book ? book.messages.findIndex((one) => one.id === messageId) : -1;
      if (!book || index < 0) continue;
      act(book, index);
      place?.touch(id, book);
    }
  };
  const recall = ({ mid }: { mid: string }): void =>
    forMessage(mid, (book, index) => {
      const [gone] = book.messages.splice(index, 1);
      if (gone && !isOwn(gone.from) && gone.time > book.countedTo && book.unread > 0) book.unread--;
    });
  const edit = (message: Shown): void => forMessage(message.id, (book) => void replace(book, message));
  hearSending(client, (read) => {
    if (read.is === "message") add(read.message as Shown);
    else if (read.is === "event") {
      // What these two are told with.
      if (read.event === "onModifiedMessage") edit(read.payload as unknown as Shown);
      else if (read.event === "onRecallMessage") recall(read.payload as { mid: string });
    }
  });

  client.events.add("rondo:cache", {
    onMessage: (messages: readonly Shown[]) => messages.forEach(add),
    onModifiedMessage: edit,
    onRecallMessage: recall,
    listed: (list: readonly Listed[]) => {
      const place = current();
      for (const { unReadCount, lastMessage, ...session } of place ? list : []) {
        const last = lastMessage as Shown | null;
        if (last?.time) merge(place as Shelf, idOf(session), { last, unread: unReadCount });
      }
    },
    deleted: (session: SessionParams | undefined) => {
      const place = current();
      if (!place) return;
      for (const id of session ? [idOf(session)] : place.ids) place.remove(id);
      place.write();
    },
  });
}

type Read = NonNullable<ReturnType<typeof fromMeta>>;

/** No handler is told of what is sent from here, so it is read as those read it who receive it. */
function hearSending(client: Client, onSent: (read: Read) => void): void {
  const { uplink, config, log } = client;
  const send: Client["uplink"]["send"] = async (meta) => {
    const ack = await uplink.send(meta);
    if (meta.ns !== MetaNameSpace.CHAT) return ack;
    try {
      const { serverId: id, timestamp, metas } = ack;
      const { user: name, resource: clientResource } = client.identity || {};
      const [rewritten] = config.useReplacedMessageContents ? metas : [];
      const sent = decode(Meta, encode(Meta, { ...meta, id, timestamp }));
      const said = rewritten?.ns === MetaNameSpace.CHAT ? rewritten : { ...sent, from: { name, clientResource } };
      const read = fromMeta(client, said);
      if (read) onSent(read);
    } catch (error) {
      log.warn("a message that was sent is not remembered", { error: String(error) });
    }
    return ack;
  };
  Object.assign(client, { uplink: { send } });
}

/** What the server says counts: it knows what other devices have read. */
function merge(shelf: Shelf, id: string, { last, unread }: { last: Shown; unread: number }): void {
  const book = shelf.open(id);
  const isNews = last.time > book.countedTo;
  if (!replace(book, last)) {
    if (last.time < book.time) return;
    book.messages.push(last);
  }
  book.unread = isNews ? unread : Math.min(unread, book.unread);
  book.countedTo = Math.max(book.countedTo, last.time);
  book.time = Math.max(book.time, last.time);
  shelf.touch(id, book);
}

/** False when it is not there. */
function replace({ messages }: Book, message: Kept): boolean {
  const at = messages.findIndex(({ id }) => id === message.id);
  const known = messages[at];
  // An edit has a time and a sender of its own.
  if (known) messages[at] = { ...known, ...message, time: known.time, from: known.from };
  return !!known;
}
