import { normalizeUserId } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { isObject } from "../../messages/index.ts";
import { flagIn, isMissing, membersOf, textIn } from "../members.ts";
import type { RewriteService } from "./rewrite.service.ts";

/** Editing messages (EDT-01). */
export function rewriteEndpoints(service: RewriteService): Endpoint[] {
  return [
    endpoint({
      name: "rewriteMessage",
      method: "PUT",
      path: "/messages/rewrite/:id",
      summary: "Give a message new content or a new ext (EDT-01)",
      access: "app",
      params: Type.Object({ id: Type.String() }),
      body: Type.Unknown({ description: "user, new_msg, new_ext, is_combine_ext" }),
      async handle({ appKey, params, body }) {
        const members = membersOf(body);
        if (isMissing(members.new_msg)) throw new AppError("INVALID_ARGUMENT", "new_msg is required");
        const content = membersOf(members.new_msg);
        const type = textIn(content, "type");
        if (type === undefined) throw new AppError("REWRITE_TYPE");
        const { new_ext: ext } = members;
        if (ext !== undefined && !isObject(ext)) throw new AppError("INVALID_BODY");
        await service.rewrite({
          app: appKey,
          id: params.id,
          user: userIn(textIn(members, "user")),
          // An example of the compatible service calls pictures so.
          type: type === "image" ? "img" : type,
          content,
          ext,
          combinesExt: flagIn(members, "is_combine_ext") ?? true,
        });
        return { data: "success" };
      },
    }),
  ];
}

function userIn(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const user = normalizeUserId(name);
  if (user === undefined) throw new AppError("REWRITE_UNAUTHORIZED");
  return user;
}
