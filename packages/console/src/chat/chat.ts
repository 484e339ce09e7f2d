/** A user of an application in this browser, by the Rondo SDK. A file of its own, because the SDK is loaded with it. */
import type { UserToken } from "@rondo/protocol/console";
import sdk from "@rondo/sdk";

export interface Place {
  readonly appKey: string;
  readonly rest: string;
  readonly websocket: string;
}

interface ReceivedText {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly at: number;
}

interface Handlers {
  onText?(message: ReceivedText): void;
  /** `online` is false while the connection is lost. */
  onOnline?(online: boolean): void;
}

export interface Chat {
  /** Resolves when the server has stored it. */
  send(to: string, text: string): Promise<void>;
  close(): void;
}

/** Logs in and resolves when the user is online. */
export async function openChat(place: Place, user: UserToken, handlers: Handlers = {}): Promise<Chat> {
  const connection = new sdk.connection({
    appKey: place.appKey,
    url: place.websocket,
    apiUrl: place.rest,
    https: place.rest.startsWith("https:"),
    isHttpDNS: false,
    // Several users are in this page at once, and none of them stays.
    isFixedDeviceId: false,
  });
  connection.addEventHandler("console", {
    onTextMessage: ({ id, from = "", msg, time }) => handlers.onText?.({ id, from, text: msg, at: time }),
    onConnected: () => handlers.onOnline?.(true),
    onReconnecting: () => handlers.onOnline?.(false),
    onDisconnected: () => handlers.onOnline?.(false),
  });
  try {
    await connection.open({ user: user.username, accessToken: user.token });
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    async send(to, text) {
      await connection.send(sdk.message.create({ type: "txt", chatType: "singleChat", to, msg: text }));
    },
    close: () => connection.close(),
  };
}
