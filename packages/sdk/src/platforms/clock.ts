import type { Clock } from "../core/platform.ts";

/** Every host has these three; in mini programs they are no members of a global object. */
export const clock: Clock = {
  now: () => Date.now(),
  setTimer: (task, delayMs) => setTimeout(task, delayMs),
  // Comes from setTimer.
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
