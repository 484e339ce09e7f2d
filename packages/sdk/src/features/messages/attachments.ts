import { MessageBodyContentType as Kind } from "@rondo/protocol";
import { type Content, num, plainContent, type WriteContent } from "./contents.ts";
import type { SendBody } from "./types.ts";

/** The content of a message of any type; empty for what is none. */
export const anyContent: WriteContent = (client, body) => {
  switch (body.type) {
    case "img": {
      const { width, height, isGif } = body;
      const size = width === undefined && height === undefined ? undefined : { width: num(width), height: num(height) };
      return { ...attachment(Kind.IMAGE, body), size, subType: isGif ? 1 : undefined };
    }
    case "video": {
      const own = client.config.useOwnUploadFun;
      const { url = "", secret = "" } = placeOf(body);
      return {
        ...attachment(Kind.VIDEO, body),
        duration: num(body.length),
        thumbnailRemotePath: own ? "" : `${url}?vframe=true`,
        thumbnailSecretKey: own ? "" : secret,
      };
    }
    case "audio":
      return { ...attachment(Kind.VOICE, body), duration: num(body.length) };
    case "file":
      return attachment(Kind.FILE, body);
    case "combine": {
      const { title, summary, combineLevel, compatibleText } = body;
      const { displayName, remotePath, secretKey, fileLength } = attachment(Kind.FILE, body);
      // For clients that do not know combined messages it is a text; the zero is what marks it.
      const marked = { type: Kind.TEXT, subType: 0, text: compatibleText };
      return { ...marked, displayName, remotePath, secretKey, fileLength, title, summary, combineLevel };
    }
    default:
      return plainContent(body) || {};
  }
};

/** Where an attachment is: at `body.url`, or for pictures at `url`. */
export function placeOf({ body, url, secret, filename, type }: SendBody): {
  url: string | undefined;
  secret: string | undefined;
  filename: string | undefined;
} {
  return {
    url: body?.url || url,
    secret: body?.secret || secret,
    filename: filename ?? body?.filename ?? (type === "combine" ? "combine" : undefined),
  };
}

function attachment(type: number, body: SendBody): Content {
  const { url, secret, filename } = placeOf(body);
  const name = filename ?? body.file?.filename;
  return {
    type,
    displayName: name,
    remotePath: url,
    secretKey: secret,
    fileLength: num(body.file_length ?? body.body?.file_length),
    thumbnailDisplayName: type === Kind.FILE && body.type === "combine" ? undefined : name,
  };
}
