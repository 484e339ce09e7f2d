export { createGateway, type Gateway, type OnlineSession } from "./gateway.ts";
