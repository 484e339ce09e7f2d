import { type MessageBodyContent, parseAppKey } from "@rondo/protocol";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import { openRemoteFile, RemoteError, type RemoteOptions } from "../../../kernel/remote-file.ts";
import type { Files } from "../../files/api.ts";

/** Files that are being fetched: each holds a connection, and a call that waits. */
const MAX_AT_ONCE = 16;

const sentences: Record<RemoteError["fault"], string> = {
  address: "is no http or https address",
  forbidden: "leads to an address that is not public",
  unreachable: "cannot be reached",
  slow: "takes too long",
  refused: "is not answered with a file",
};

interface Deps {
  readonly database: Database;
  readonly files: Pick<Files, "store" | "release">;
  readonly remote: RemoteOptions;
}

export interface Brought {
  readonly content: MessageBodyContent;
  /** Takes the files away again: nothing names them. */
  undo(): Promise<void>;
}

/** Files that imported messages name, fetched from where they are and kept as the application's own (`need_download`). */
export class Attachments {
  private readonly deps: Deps;
  private underWay = 0;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * The content with addresses of ours. What has no file stays as it is.
   *
   * @throws AppError INVALID_ARGUMENT saying why a file cannot be fetched, FILE_TOO_LARGE, RATE_LIMITED.
   */
  async bring(where: { app: string; baseUrl: string }, content: MessageBodyContent): Promise<Brought> {
    if (this.underWay >= MAX_AT_ONCE) throw new AppError("RATE_LIMITED");
    this.underWay += 1;
    const uuids: string[] = [];
    const undo = async (): Promise<void> => {
      const { database, files } = this.deps;
      await database.inTransaction((tx) => files.release(tx, where.app, uuids));
    };
    try {
      const { remotePath, secretKey, displayName, thumbnailRemotePath, thumbnailSecretKey } = content;
      const file = await this.fetch(where, { member: "url", url: remotePath, secret: secretKey, name: displayName });
      if (file === undefined) return { content, undo };
      uuids.push(file.uuid);
      const wish = { member: "thumb", url: thumbnailRemotePath, secret: thumbnailSecretKey, name: undefined };
      const thumbnail = await this.fetch(where, wish);
      if (thumbnail !== undefined) uuids.push(thumbnail.uuid);
      return {
        content: {
          ...content,
          remotePath: file.url,
          secretKey: file.secret,
          fileLength: file.size,
          ...(thumbnail && { thumbnailRemotePath: thumbnail.url, thumbnailSecretKey: thumbnail.secret }),
        },
        undo,
      };
    } catch (error) {
      await undo();
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  private async fetch(
    { app, baseUrl }: { app: string; baseUrl: string },
    wish: { member: string; url: string | undefined; secret: string | undefined; name: string | undefined },
  ) {
    const { member, url, secret, name } = wish;
    if (!url) return undefined;
    const { files, remote } = this.deps;
    // As the compatible service wants it.
    const headers = secret ? { "share-secret": secret } : {};
    try {
      const { contentType, bytes } = await openRemoteFile(url, { ...remote, headers });
      const stored = await files.store(app, { name, declaredType: contentType, bytes });
      const key = parseAppKey(app);
      return { ...stored, url: `${baseUrl}/${key?.org}/${key?.app}/chatfiles/${stored.uuid}` };
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      throw new AppError("INVALID_ARGUMENT", `body.${member} ${sentences[error.fault]}`, { cause: error });
    }
  }
}
