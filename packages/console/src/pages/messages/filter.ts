/** What messages are looked for; kept in the address of the page, so that it can be linked to. */
import type { ConsoleQuery, MessageType } from "@rondo/protocol/console";

export type MessageFilter = ConsoleQuery<"listMessages">;

export const messageTypes = [
  "txt",
  "img",
  "audio",
  "video",
  "file",
  "loc",
  "cmd",
  "custom",
  "combine",
] as const satisfies readonly MessageType[];

export function readFilter(search: URLSearchParams): MessageFilter {
  const text = (name: string): string | undefined => search.get(name) || undefined;
  const time = (name: string): number | undefined => {
    const value = Number(search.get(name) ?? "");
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  return withoutUndefined({
    user: text("user"),
    conversation: text("conversation"),
    type: messageTypes.find((type) => type === search.get("type")),
    text: text("text"),
    since: time("since"),
    until: time("until"),
  });
}

export function writeFilter(filter: MessageFilter): URLSearchParams {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined && value !== "");
  return new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  // Only members that are undefined were taken out.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
