import { parseAppKey } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Caller, type Endpoint, type Envelope, endpoint } from "../../kernel/rest.ts";
import type { FileLimits } from "./api.ts";
import type { Contents } from "./contents.ts";
import { download } from "./download.ts";
import type { FilesService } from "./files.service.ts";
import { type Form, readForm } from "./form.ts";
import type { Box } from "./images.ts";
import type { PartsService, UploadRef } from "./parts.service.ts";
import type { FileRow } from "./tables.ts";

const FileParams = Type.Object({ uuid: Type.String() });
const UploadQuery = Type.Object({
  "thumbnail-width": Type.Optional(Type.String()),
  "thumbnail-height": Type.Optional(Type.String()),
});
const DownloadQuery = Type.Object({
  "share-secret": Type.Optional(Type.String()),
  thumbnail: Type.Optional(Type.String()),
  vframe: Type.Optional(Type.String()),
});

export interface FilesRestDeps {
  readonly files: FilesService;
  readonly parts: PartsService;
  readonly contents: Contents;
  readonly limits: FileLimits;
}

/** FILE-1 to FILE-6 (REST 6). */
export function filesRest({ files, parts, contents, limits }: FilesRestDeps): readonly Endpoint[] {
  const read = async (call: AnyCall, fileField: string): Promise<Form> => {
    const maxBytes = await files.maxFileBytes(call.appKey);
    return readForm(call.request, { fileField, maxBytes, stage: (source, bounds) => contents.stage(source, bounds) });
  };

  return [
    endpoint({
      name: "uploadFile",
      method: "POST",
      path: "/chatfiles",
      summary: "Upload an attachment",
      access: "user",
      consumes: "multipart",
      parts: Type.Object({ file: Type.String({ format: "binary" }), ...UploadQuery.properties }),
      async handle(call) {
        const { file, fields } = await read(call, "file");
        const thumbnail = boxOf((side) => fields.get(side));
        return fileAnswer(
          call,
          await files.add(call.appKey, { ...file, uuid: undefined, owner: ownerOf(call.caller), thumbnail }),
        );
      },
    }),
    endpoint({
      name: "downloadFile",
      method: "GET",
      path: "/chatfiles/:uuid",
      summary: "Download an attachment, its thumbnail, or a range of it",
      access: "anyone",
      params: FileParams,
      query: DownloadQuery,
      answers: "stream",
      async handle(call) {
        await download(files, call);
        return undefined;
      },
    }),
    endpoint({
      name: "beginUpload",
      method: "POST",
      path: "/sdk/chatfiles/part-upload",
      summary: "Begin an upload in parts",
      access: "user",
      async handle({ appKey, caller }) {
        const { uuid } = await parts.begin(appKey, ownerOf(caller));
        const maxBytes = await files.maxFileBytes(appKey);
        return { entities: [{ uuid, file_upper_limit: maxBytes, part_lower_limit: limits.partBytes }] };
      },
    }),
    endpoint({
      name: "uploadPart",
      method: "PUT",
      path: "/sdk/chatfiles/part-upload/:uuid",
      summary: "Upload one part, or replace it",
      access: "user",
      params: FileParams,
      consumes: "multipart",
      parts: Type.Object({ part_file: Type.String({ format: "binary" }), part_number: Type.Integer() }),
      async handle(call) {
        await parts.check(refOf(call));
        const { file, fields } = await read(call, "part_file");
        await parts.put(refOf(call), { ...file, number: Number(fields.get("part_number") || Number.NaN) });
        return {};
      },
    }),
    endpoint({
      name: "completeUpload",
      method: "POST",
      path: "/sdk/chatfiles/part-upload/:uuid",
      summary: "Join the parts of an upload",
      access: "user",
      params: FileParams,
      query: UploadQuery,
      async handle(call) {
        const { query } = call;
        return fileAnswer(
          call,
          await parts.complete(
            refOf(call),
            boxOf((side) => query[side]),
          ),
        );
      },
    }),
    endpoint({
      name: "abortUpload",
      method: "DELETE",
      path: "/sdk/chatfiles/part-upload/:uuid",
      summary: "Give up an upload in parts",
      access: "user",
      params: FileParams,
      async handle(call) {
        await parts.abort(refOf(call));
        return {};
      },
    }),
  ];
}

type AnyCall = Call<unknown, unknown, unknown>;

/** Applications put `uri` and uuid together to the address of the file, so `uri` is absolute and not this request's own. */
function fileAnswer({ appKey, baseUrl }: AnyCall, file: FileRow): Envelope {
  const key = parseAppKey(appKey);
  if (key === undefined) throw new Error(`not an application key: ${appKey}`);
  return {
    path: "/chatfiles",
    uri: `${baseUrl}/${key.org}/${key.app}/chatfiles`,
    entities: [
      {
        uuid: file.uuid,
        type: "chatfile",
        "share-secret": file.secret,
        "file-metadata": { "content-type": file.contentType, "content-length": file.size },
      },
    ],
  };
}

function refOf(call: Call<{ uuid: string }, unknown, unknown>): UploadRef {
  return { app: call.appKey, uuid: call.params.uuid, caller: ownerOf(call.caller) };
}

function ownerOf(caller: Caller): string | null {
  if (caller.kind === "nobody") throw new AppError("UNAUTHORIZED");
  return caller.kind === "user" ? caller.username : null;
}

/** A side that is no number of pixels is not given: clients send what the application hands them. */
function boxOf(text: (side: "thumbnail-width" | "thumbnail-height") => string | undefined): Partial<Box> {
  const side = (given: string | undefined): number | undefined =>
    given !== undefined && /^\d{1,6}$/.test(given) ? Number(given) : undefined;
  const width = side(text("thumbnail-width"));
  const height = side(text("thumbnail-height"));
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}
