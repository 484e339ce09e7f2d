import { type KeyValue, type MessageBody, parseAppKey } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import { countedBytes, isObject, type RestContent, toContent, toKeyValues, whyUnreadable } from "../messages/index.ts";
import { isMissing, type Members } from "./members.ts";

/** A message as callers write it, before anybody has looked at it. */
export interface Written {
  readonly type: unknown;
  readonly body: unknown;
  readonly ext: unknown;
}

export interface Content extends RestContent {
  readonly ext: readonly KeyValue[];
}

/** What messages may hold. */
export interface ContentRules {
  readonly app: string;
  readonly maxMessageBytes: number;
  /** Attachments are the application's own uploads, unless they are brought from elsewhere. */
  readonly ownFilesOnly: boolean;
}

/**
 * What is to be sent: `type`, the members of its body, and `ext` (server REST, 8.0).
 *
 * @throws AppError SEND_ILLEGAL, SEND_BODY, SEND_TOO_LARGE, INVALID_BODY.
 */
export function readContent({ type, body, ext }: Written, rules: ContentRules): Content {
  if (isMissing(type)) throw new AppError("SEND_ILLEGAL", "param type can't be empty");
  if (isMissing(body)) throw new AppError("SEND_BODY");
  if (typeof type !== "string" || typeof body !== "object" || Array.isArray(body)) throw new AppError("INVALID_BODY");
  // An object that is neither null nor a list has string keys.
  const { kind, content } = toContent(type, body as Members);
  const pairs = toKeyValues(readExt(ext));
  if (rules.ownFilesOnly) checkFile(content.remotePath, rules.app);
  const whole: MessageBody = { contents: [content], ext: pairs };
  if (countedBytes(whole) > rules.maxMessageBytes) throw new AppError("SEND_TOO_LARGE");
  if (whyUnreadable(whole, {}) !== undefined) throw new AppError("INVALID_BODY");
  return { kind, content, ext: pairs };
}

/** @throws AppError SEND_ILLEGAL for anything but an object. */
export function readExt(ext: unknown): Members {
  if (ext === undefined) return {};
  if (!isObject(ext)) throw new AppError("SEND_ILLEGAL", "param ext must be JSONObject");
  return ext;
}

/** Clients ask their own server for the file, whatever host the address names. */
function checkFile(url: string | undefined, app: string): void {
  if (url === undefined) return;
  const key = parseAppKey(app);
  const path = `/${key?.org}/${key?.app}/chatfiles/`;
  if (!URL.canParse(url) || !new URL(url).pathname.startsWith(path)) {
    throw new AppError("SEND_BODY", "param body.url is not the address of a file of this application");
  }
}
