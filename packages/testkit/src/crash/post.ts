/** How a message of the crash test says which one it is. */
export interface Post {
  readonly flow: string;
  readonly number: number;
}

export const toText = ({ flow, number }: Post): string => `${flow} ${number}`;

/** Undefined for a text that is none of ours. */
export function fromText(text: unknown): Post | undefined {
  const match = typeof text === "string" ? /^(\S+) (\d+)$/.exec(text) : null;
  return match?.[1] === undefined ? undefined : { flow: match[1], number: Number(match[2]) };
}

/** Kinds of message that carry a post, each with the event that shows it and where its text is. */
export const KINDS = {
  txt: { event: "onTextMessage", fields: (text: string) => ({ msg: text }), read: (m: Shown) => m.msg },
  cmd: { event: "onCmdMessage", fields: (text: string) => ({ action: text }), read: (m: Shown) => m.action },
  custom: {
    event: "onCustomMessage",
    fields: (text: string) => ({ customEvent: "post", customExts: { post: text } }),
    read: (m: Shown) => m.customExts?.post,
  },
} as const;

export type PostKind = keyof typeof KINDS;

/** A message as an event of the official client shows it. */
export interface Shown {
  readonly id: string;
  readonly msg?: string;
  readonly action?: string;
  readonly customExts?: { readonly post?: string };
}
