import { describe, expect, it } from "vitest";
import { decode, encode, MessageBody, messageKindOf } from "./index.ts";

const kindOf = (content: NonNullable<MessageBody["contents"]>[number]) =>
  messageKindOf(decode(MessageBody, encode(MessageBody, { contents: [content] })));

describe("messageKindOf", () => {
  it("[MS8] follows the type of the first content", () => {
    const kinds = ["txt", "img", "video", "loc", "audio", "file", "cmd", "custom", "combine"];
    expect(kinds.map((_, type) => kindOf({ type }))).toEqual(kinds);
    expect(messageKindOf({ contents: [{ type: 1 }, { type: 0 }] })).toBe("img");
  });

  it("[MS8] takes text with a sub type of zero for a combined message, and an absent one for text", () => {
    expect(kindOf({ type: 0, subType: 0, text: "for old clients" })).toBe("combine");
    expect(kindOf({ type: 0, text: "hello" })).toBe("txt");
    expect(kindOf({ text: "the type has its default" })).toBe("txt");
  });

  it("[MS8] takes an image with a sub type (GIF) for an image", () => {
    expect(kindOf({ type: 1, subType: 1 })).toBe("img");
  });

  it("[MS8] knows no kind for streamed chunks, unknown types and bodies without content", () => {
    expect(kindOf({ type: 0, subType: 10, text: "…" })).toBeUndefined();
    expect(kindOf({ type: 9 })).toBeUndefined();
    expect(messageKindOf({ contents: [] })).toBeUndefined();
    expect(messageKindOf({})).toBeUndefined();
  });
});
