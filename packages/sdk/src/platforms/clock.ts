import type { Clock, Timer } from "../core/platform.ts";

declare function setTimeout(task: () => void, delayMs: number): Timer;
declare function clearTimeout(timer: Timer): void;

/** Every host has these three; in mini programs they are no members of a global object. */
export const clock: Clock = {
  now: () => Date.now(),
  setTimer: (task, delayMs) => setTimeout(task, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
};
