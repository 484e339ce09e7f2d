import { parseAppKey } from "@rondo/protocol";
import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../../../kernel/rest.ts";
import { MucParams } from "../batches.ts";
import type { Desk } from "../desk.ts";
import { MAX_SHARED_FILES, type SharedFileService } from "./shared-files.service.ts";

const FileParams = Type.Object({ id: Type.String(), file: Type.String() });

/** GRP-36 to GRP-39, ROOM-29 to ROOM-31; a room's files can be downloaded the same way. */
export function sharedFileEndpoints(desk: Desk, files: SharedFileService): readonly Endpoint[] {
  const { path, Name, noun, filePageSize, fileHolder } = desk.terms;
  return [
    endpoint({
      name: `list${Name}Files`,
      method: "GET",
      path: `/${path}/:id/share_files`,
      summary: `Shared files of a ${noun}, newest first`,
      access: "user",
      params: MucParams,
      query: Type.Object({
        pagenum: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_SHARED_FILES })),
        pagesize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      }),
      async handle(call) {
        const scene = await desk.admit(call, "listFiles");
        const { pagenum = 1, pagesize = filePageSize } = call.query;
        const page = await files.list(scene, { number: pagenum, size: pagesize });
        return {
          data: page.map(({ id, name, owner, size, createdAt }) => ({
            file_id: id,
            file_name: name,
            file_owner: owner,
            file_size: size,
            created: createdAt,
          })),
        };
      },
    }),
    endpoint({
      name: `share${Name}File`,
      method: "POST",
      path: `/${path}/:id/share_files`,
      summary: `Share a file with the members of a ${noun}`,
      access: "user",
      params: MucParams,
      consumes: "multipart",
      parts: Type.Object({ file: Type.String({ format: "binary" }) }),
      async handle(call) {
        const scene = await desk.admit(call, "uploadFile");
        const { id, name, size, createdAt } = await files.upload(scene, call.request);
        const key = parseAppKey(call.appKey);
        if (key === undefined) throw new Error(`not an application key: ${call.appKey}`);
        const { id: holder } = scene.muc;
        return {
          data: {
            file_url: `${call.baseUrl}/${key.org}/${key.app}/${path}/${holder}/share_files/${id}`,
            group_id: holder,
            file_name: name,
            created: createdAt,
            file_id: id,
            file_size: size,
          },
        };
      },
    }),
    endpoint({
      name: `download${Name}File`,
      method: "GET",
      path: `/${path}/:id/share_files/:file`,
      summary: `Download a shared file of a ${noun}, or a range of it`,
      access: "user",
      params: FileParams,
      answers: "stream",
      async handle(call) {
        const scene = await desk.admit(call, "downloadFile");
        await files.download(scene, call.params.file, call);
        return undefined;
      },
    }),
    endpoint({
      name: `remove${Name}File`,
      method: "DELETE",
      path: `/${path}/:id/share_files/:file`,
      summary: `Remove a shared file of a ${noun}`,
      access: "user",
      params: FileParams,
      async handle(call) {
        const scene = await desk.admit(call, "removeOwnFile");
        await files.remove(scene, call.params.file);
        return { data: { [fileHolder]: scene.muc.id, file_id: call.params.file, result: true } };
      },
    }),
  ];
}
