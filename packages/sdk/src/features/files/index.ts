export { formatAttachUrl } from "./attach-url.ts";
export { downloadFile, type FileDownload } from "./download.ts";
export {
  type AttachmentFile,
  type AttachmentUpload,
  type UploadAnswer,
  uploadAttachment,
  uploadFile,
} from "./upload.ts";
