export { fromBase64, toBase64 } from "./base64.ts";
