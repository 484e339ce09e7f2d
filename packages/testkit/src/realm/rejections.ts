/**
 * Promises that guest programs leave rejected. A mini program's host tells the program (`onUnhandledRejection`) and goes on;
 * Node would take them for errors of the process, and test runners for failures of the test. Rejections of host promises
 * go where they always went.
 */
const keepers = new WeakMap<object, unknown[]>();
const MAX_KEPT = 100;
let isWatching = false;

/** From now on unhandled rejections of promises with this prototype are put into `kept`. */
export function keepRejections(promisePrototype: object, kept: unknown[]): void {
  keepers.set(promisePrototype, kept);
  if (isWatching) return;
  isWatching = true;
  const emit = process.emit;
  // Node raises this event through `process.emit`; listeners cannot keep it from one another, so it is taken here.
  const filtered = (event: string, ...args: unknown[]): boolean => {
    const kept = event === "unhandledRejection" ? keeperOf(args[1]) : undefined;
    if (!kept) return Reflect.apply(emit, process, [event, ...args]);
    kept.push(args[0]);
    if (kept.length > MAX_KEPT) kept.shift();
    return true;
  };
  process.emit = filtered as typeof process.emit; // one signature for all of its overloads
}

function keeperOf(promise: unknown): unknown[] | undefined {
  const prototype = typeof promise === "object" && promise !== null ? Object.getPrototypeOf(promise) : undefined;
  return prototype ? keepers.get(prototype) : undefined;
}
