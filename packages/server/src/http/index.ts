export { createHttp, type HttpParts } from "./server.ts";
