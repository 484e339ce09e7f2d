/** What an operation of the compatible service's documentation is, as its tests read it. */
import { expect } from "vitest";
import type { TestRest } from "../testing.ts";

export interface Call {
  readonly path: string;
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

export interface Refusal {
  readonly when: string;
  readonly before?: (rest: TestRest) => Promise<unknown>;
  /** What differs from the call that is answered. */
  readonly call?: (rest: TestRest) => Partial<Call> | Promise<Partial<Call>>;
  readonly status: number;
  readonly error: string;
  readonly description: unknown;
}

/**
 * Errors that many operations have in common, by their names in the documentation: `token` C1, C1a and C1c, and C1b for one
 * that is malformed; `only-app` C1b for a user's; `only-self` C1 for another user's; `app` C2; `user` C3.
 */
export type Common = "token" | "only-app" | "only-self" | "app" | "user";

export interface Operation {
  readonly id: string;
  readonly endpoint: string;
  readonly before?: (rest: TestRest) => Promise<unknown>;
  readonly call: (rest: TestRest) => Call;
  /** All members but those of the envelope that say when and where. */
  readonly answer: (rest: TestRest) => object;
  readonly isPlain?: boolean;
  readonly common: readonly Common[];
  readonly errors: readonly Refusal[];
}

export const haveAlice = (rest: TestRest) => rest.register("alice");

export const haveBannedAlice = async (rest: TestRest) => {
  await haveAlice(rest);
  await rest.users.setActive(rest.appKey, "alice", false);
};

/** The entity of alice, registered in this moment. */
export const alice = (rest: TestRest, more: object = {}) => ({
  uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
  type: "user",
  created: rest.now,
  modified: rest.now,
  username: "alice",
  activated: true,
  ...more,
});

export const illegal = (when: string, description: unknown, call?: Refusal["call"]): Refusal => ({
  when,
  status: 400,
  error: "illegal_argument",
  description,
  ...(call === undefined ? {} : { call }),
});

export const quota: Refusal = {
  when: "the application has all the users it may have",
  before: async (rest) => {
    await rest.register("bob");
    await rest.apps.changeSettings(rest.appKey, { maxUsers: 1 });
  },
  status: 429,
  error: "resource_limited",
  description: "the application has all the users it may have",
};
