import { extname } from "node:path";

/** The address of a module beside the caller: `.ts` in the source tree, `.js` in what is built. */
export function siblingModule(name: string, callerUrl: string): URL {
  return new URL(`./${name}${extname(new URL(callerUrl).pathname)}`, callerUrl);
}
