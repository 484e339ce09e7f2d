import { type Platform, RequestFailure } from "../core/platform.ts";
import { clock } from "./clock.ts";
import { ignore } from "./host.ts";
import { memoryStorage } from "./host-storage.ts";
import { tellStory } from "./story.ts";

const WHY = "this file is for mini programs: pages and Node take rondo-chat.js";

/** Where the file for mini programs is loaded in none. Loading it does no harm, and whatever is tried says why it fails. */
export function nowhere(): Platform {
  const fail = (): Promise<never> => Promise.reject(new RequestFailure("unsupported", WHY));
  return {
    name: "node",
    deviceName: "",
    clock,
    storage: memoryStorage(),
    connect: (_, on) => {
      const story = tellStory(on);
      story.ended("failed", WHY);
      return { send: ignore, close: () => story.silence() };
    },
    request: fail,
    upload: fail,
    download: fail,
    watch: () => ignore,
  };
}
