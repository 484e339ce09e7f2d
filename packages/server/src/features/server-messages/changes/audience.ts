import type { Entry } from "../../../timeline/index.ts";
import type { Target } from "../../messages/index.ts";

/** Who is told of a change of a message of a conversation, when its sender's devices are not to be. */
export function onlyReceivers(
  { audience, audienceResource }: Entry,
  to: Target,
): { audience: string | undefined; audienceResource: string | undefined } {
  return { audience: to.type === "user" ? to.user : audience, audienceResource };
}
