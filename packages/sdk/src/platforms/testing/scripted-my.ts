import type { Clock } from "../../core/platform.ts";
import type { Host } from "../host.ts";

type Callback = (event?: unknown) => void;
type Call = { name: string; options: Record<string, unknown> };

/** A `my` with one shared socket that does nothing but what a test tells it to; and the time. */
export function scriptedMy() {
  const listeners: [string, Callback][] = [];
  const calls: Call[] = [];
  const record = (name: string) => (options: Record<string, unknown>) => void calls.push({ name, options });
  const my: Record<string, unknown> = {
    connectSocket: record("connectSocket"),
    sendSocketMessage: record("sendSocketMessage"),
    closeSocket: record("closeSocket"),
  };
  for (const event of ["Open", "Message", "Error", "Close"]) {
    my[`onSocket${event}`] = (listener: Callback) => listeners.push([event, listener]);
    my[`offSocket${event}`] = (listener?: Callback) => {
      if (!listener) throw new Error("this removes the application's listeners");
      const at = listeners.findIndex(([name, added]) => name === event && added === listener);
      if (at >= 0) listeners.splice(at, 1);
    };
  }
  const timers = new Map<object, { task: () => void; at: number }>();
  let nowMs = 0;
  const clock: Clock = {
    now: () => nowMs,
    setTimer: (task, delayMs) => {
      const timer = {};
      timers.set(timer, { task, at: nowMs + delayMs });
      return timer;
    },
    clearTimer: (timer) => void timers.delete(timer as object), // comes from setTimer
  };
  return {
    my: my as Host, // members are only added above
    clock,
    emit: (event: string, facts?: unknown) => {
      for (const [name, listener] of [...listeners]) if (name === event) listener(facts);
    },
    /** Answers the last call of a name, or the one at `index`. */
    answer: (name: string, how: "success" | "fail", result: unknown = {}, index = -1) => {
      const callback = calls.filter((call) => call.name === name).at(index)?.options[how];
      if (typeof callback !== "function") throw new Error(`nobody has called ${name} with ${how}`);
      callback(result);
    },
    called: (name: string) => calls.filter((call) => call.name === name).length,
    listening: () => listeners.length,
    pass: (ms: number) => {
      nowMs += ms;
      for (const [timer, { task, at }] of [...timers]) {
        if (at > nowMs || !timers.delete(timer)) continue;
        task();
      }
    },
  };
}
