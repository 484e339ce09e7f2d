import { expect } from "vitest";
import type { Message, SendResult } from "../people/messages.ts";
import type { Person } from "../people/person.ts";
import { SdkError } from "../people/sdk-error.ts";

/** The call must reject with the SDK's error of this type; answers the error. */
export async function expectRefusal(call: Promise<unknown>, type: number): Promise<SdkError> {
  const error = await call.then(
    (value) => {
      throw new Error(`expected a refusal of type ${type}, got ${JSON.stringify(value)}`);
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof SdkError)) throw error;
  expect(error.type, error.message).toBe(type);
  return error;
}

/** What every received message says of where it comes from, compared with what its sender was told. */
export function expectEnvelope(got: Message, sent: SendResult, people: { from: Person; to: Person }): void {
  expect(got).toMatchObject({
    id: sent.serverMsgId,
    chatType: "singleChat",
    from: people.from.id,
    to: people.to.id,
  });
  expect(sent.serverMsgId).toMatch(/^[1-9]\d*$/);
  expect(got.time).toBeTypeOf("number");
  expect(Math.abs((got.time ?? 0) - Date.now())).toBeLessThan(10 * 60_000);
  if (sent.message) expect(got.time).toBe(sent.message.time);
}

/**
 * The texts that `receiver` has from `sender` since `mark`, when no more are to come: a last one is sent and awaited, and
 * texts of one sender arrive in order. (Kinds may overtake one another: the official client decodes them apart.)
 */
export async function settledTexts(sender: Person, receiver: Person, options: { mark: number }): Promise<Message[]> {
  const last = await sender.send("txt", { msg: "that was all" }, receiver.id);
  await receiver.waitFor("onTextMessage", (message) => message.id === last.serverMsgId);
  const isWanted = ({ from, id }: Message): boolean => from === sender.id && id !== last.serverMsgId;
  return receiver.events.all<Message>("onTextMessage", isWanted, options.mark);
}
