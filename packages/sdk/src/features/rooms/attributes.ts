import type { AsyncResult } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { type Given, type Operation, run } from "../../core/operations.ts";
import { statusCode as code } from "../../core/status-code.ts";

/** Why a key was refused: what it means, then texts of which one occurs in what the server says (REST 3.4). */
const REFUSALS: ReadonlyArray<readonly [type: number, ...texts: string[]]> = [
  [code.NO_PERMISSION, "is not part of you"],
  [
    code.MAX_LIMIT,
    "size of metadata for this single chatroom exceeds the user defined limit",
    "total size of chatroom metadata for this app exceeds the user defined limit",
    "is exceeding maximum limit",
  ],
  [code.REQUEST_PARAMETER_ERROR, "is not Legal"],
  [code.OPERATION_NOT_ALLOWED, "Failed to update userMetadata. Concurrent updates not allowed"],
  [code.WEBIM_CONNCTION_AJAX_ERROR, ""],
];

/** Attributes of rooms, set and removed: several at once tell which have not, one alone rejects. */
export function attributeMethods(client: Client) {
  const change = (given: Given | undefined, verb: string, needs: string, body: object, gives: Operation["gives"]) => {
    const path = `/metadata/chatroom/:chatRoomId/user/~${given?.isForced ? "/forced" : ""}`;
    const operation = { call: `${verb} ${path}`, needs: `chatRoomId:text ${needs}`, body: () => body };
    return run(client, gives ? { ...operation, gives } : operation, [given]);
  };
  const set = (given: Given | undefined, needs: string, metaData: unknown, gives: Operation["gives"]) => {
    const autoDelete = given?.autoDelete === false ? "NO_DELETE" : "DELETE";
    return change(given, "PUT", needs, { metaData, autoDelete }, gives);
  };
  return {
    setChatRoomAttributes: (given?: Given) => set(given, "attributes:object", given?.attributes, all),
    setChatRoomAttribute: (given?: Given) =>
      set(
        given,
        "attributeKey:text attributeValue:text",
        { [String(given?.attributeKey)]: given?.attributeValue },
        one,
      ),
    removeChatRoomAttributes: (given?: Given) =>
      change(given, "DELETE", "attributeKeys:list", { keys: given?.attributeKeys }, all),
    removeChatRoomAttribute: (given?: Given) =>
      change(given, "DELETE", "attributeKey:text", { keys: [given?.attributeKey] }, one),
  };
}

interface Said {
  readonly errorKeys?: Readonly<Record<string, string>>;
  readonly successKeys?: readonly string[];
}

function all({ data: said }: AsyncResult): AsyncResult {
  const { errorKeys = {}, successKeys = [] } = (said || {}) as Said; // as the server says it
  const status = Object.keys(errorKeys).length > 0 ? "fail" : "success";
  return { type: 0, data: { status, errorKeys, successKeys } };
}

/** @throws ChatError when the key was refused. */
function one({ data: said }: AsyncResult): void {
  const { errorKeys = {} } = (said || {}) as Said;
  for (const key of Object.keys(errorKeys)) {
    const why = String(errorKeys[key]);
    const [type] = REFUSALS.find(([, ...texts]) => texts.some((text) => why.indexOf(text) >= 0)) as [number]; // the last fits
    throw new ChatError(type, why);
  }
}
