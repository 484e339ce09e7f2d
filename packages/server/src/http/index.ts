export { createHttp } from "./server.ts";
