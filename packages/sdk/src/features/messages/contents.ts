import { type Encodable, MessageBodyContentType as Kind, type MessageBodyContent } from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import { toKeyValues } from "./key-values.ts";
import type { SendBody } from "./types.ts";

export type Content = Encodable<MessageBodyContent>;

/** Writes the content of a message (MSync 6.1). */
export type WriteContent = (client: Client, body: SendBody) => Content;

/** What is a message without files; undefined for all others. */
export function plainContent(body: SendBody): Content | undefined {
  switch (body.type) {
    case "txt":
      return { type: Kind.TEXT, text: body.msg };
    case "loc": {
      const { lat, lng, addr, buildingName } = body;
      return { type: Kind.LOCATION, latitude: num(lat), longitude: num(lng), address: addr, buildingName };
    }
    case "cmd":
      return { type: Kind.COMMAND, action: body.action };
    case "custom":
      return {
        type: Kind.CUSTOM,
        customEvent: body.customEvent,
        customExts: toKeyValues(body.customExts),
        params: toKeyValues(body.params),
      };
    default:
      return undefined;
  }
}

/** Applications also write numbers as text. */
export function num(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || value === null || value === "" || Number.isNaN(number) ? undefined : number;
}
