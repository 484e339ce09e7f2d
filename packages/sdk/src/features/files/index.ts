export { formatAttachUrl } from "./attach-url.ts";
export { downloadFile } from "./download.ts";
export { type AttachmentFile, toSource, uploadAttachment, uploadFile } from "./upload.ts";
