/** Owner: the user who uploaded; null: the application itself. Times are epoch milliseconds, sizes bytes. */
export interface FileRow {
  app: string;
  uuid: string;
  owner: string | null;
  secret: string;
  name: string | null;
  contentType: string;
  size: number;
  hash: string;
  /** The box that the thumbnail fits into, in pixels. */
  thumbnailWidth: number;
  thumbnailHeight: number;
  createdAt: number;
  /** null: kept for ever. */
  expiresAt: number | null;
  /** When the bytes were given up; the row stays for a while to say that the file has expired. */
  releasedAt: number | null;
}

export interface RenditionRow {
  sourceHash: string;
  width: number;
  height: number;
  /** null: no smaller picture can be made; the source stands for it. */
  hash: string | null;
  size: number;
  contentType: string;
}

export interface UploadRow {
  app: string;
  uuid: string;
  owner: string | null;
  expiresAt: number;
}

export interface PartRow {
  app: string;
  uuid: string;
  number: number;
  hash: string;
  size: number;
  name: string | null;
  contentType: string | null;
}

export interface FileTables {
  file: FileRow;
  fileRendition: RenditionRow;
  fileUpload: UploadRow;
  filePart: PartRow;
  /** Blobs that perhaps nothing refers to: about to be referred to, or just let go. */
  fileLooseBlob: { hash: string };
}
