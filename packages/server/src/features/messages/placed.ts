import type { Ack } from "./api.ts";

/** A meta that has its place in the order; its answer comes after the commit. */
export interface Placed {
  readonly ack: Promise<Ack>;
}

export function answered(ack: Ack): Placed {
  return { ack: Promise.resolve(ack) };
}
