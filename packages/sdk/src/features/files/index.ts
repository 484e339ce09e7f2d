export { formatAttachUrl } from "./attach-url.ts";
export { downloadFile } from "./download.ts";
export { type AttachmentFile, uploadAttachment, uploadFile } from "./upload.ts";
