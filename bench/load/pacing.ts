/** When messages are due in an open loop: exponential gaps, so that they come like those of many independent people. */

/** Mulberry32: small, fast, and the same sequence for the same seed, so that runs can be compared. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

export interface Paced {
  /** Messages per second over all senders. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly senders: number;
  /** Called for each message when it is due or, when the generator was busy, as soon after as it can be. */
  send(sender: number, dueMs: number): void;
}

/** Resolves when the last message has been sent. Never waits for answers: what is late stays late. */
export function pace({ perSecond, seconds, senders, send }: Paced): Promise<void> {
  const random = randomFrom(perSecond);
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const meanGapMs = 1000 / perSecond;
  let dueMs = startMs;
  return new Promise((resolve) => {
    const tick = () => {
      const nowMs = performance.now();
      while (dueMs <= nowMs && dueMs < endMs) {
        send(Math.floor(random() * senders), dueMs);
        dueMs += -Math.log(1 - random()) * meanGapMs;
      }
      if (dueMs >= endMs) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
}
