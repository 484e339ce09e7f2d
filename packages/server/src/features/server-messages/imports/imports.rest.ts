import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { flagIn, isMissing, type Members, membersOf, senderIn, textIn } from "../members.ts";
import type { Import, ImportService } from "./imports.service.ts";

/** Bringing messages from another service, one a call (IMP-01, IMP-02). */
export function importEndpoints(service: ImportService): Endpoint[] {
  return (["user", "group"] as const).map((type) =>
    endpoint({
      name: type === "user" ? "importUserMessage" : "importGroupMessage",
      method: "POST",
      path: `/messages/${type === "user" ? "users" : "chatgroups"}/import`,
      summary: `Import an old message to a ${type}`,
      access: "app",
      body: Type.Unknown({ description: "from, target, type, body, ext, is_ack_read, msg_timestamp, need_download" }),
      async handle({ appKey, body, baseUrl }) {
        const msg_id = await service.add({ ...importOf(appKey, type, membersOf(body)), baseUrl });
        return { entities: [], data: { msg_id } };
      },
    }),
  );
}

/** Refused with other sentences than elsewhere. */
function importOf(app: string, type: "user" | "group", members: Members): Omit<Import, "baseUrl"> {
  for (const [name, noun] of [
    ["from", "from"],
    ["target", "target"],
    ["type", "type"],
    ["body", "message body"],
  ] as const) {
    if (isMissing(members[name])) throw new AppError("INVALID_ARGUMENT", `${noun} not allow empty`);
  }
  const target = textIn(members, "target") ?? "";
  return {
    app,
    from: senderIn(members),
    type,
    target: type === "user" ? target.toLowerCase() : target,
    message: { type: members.type, body: members.body, ext: members.ext },
    saidAt: timestampIn(members),
    isRead: flagIn(members, "is_ack_read") ?? false,
    bringsFiles: flagIn(members, "need_download") ?? false,
  };
}

function timestampIn({ msg_timestamp: at }: Members): number | undefined {
  if (isMissing(at)) return undefined;
  if (typeof at !== "number" || !Number.isSafeInteger(at) || at <= 0) throw new AppError("INVALID_BODY");
  return at;
}
