export { closeWithin } from "./closing.ts";
export { createHttp } from "./server.ts";
