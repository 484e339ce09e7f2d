/** Schema values: for the server and tests. Whoever imports this loads typebox. */
export { AppSettings } from "./console/schema/app-settings.ts";
export { type ConsoleShape, consoleShapes } from "./console/schema/index.ts";
