import type { ConsoleCallName, ConsoleReply } from "@rondo/protocol/console";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Input } from "../api/client.ts";
import { useCall } from "../api/hooks.ts";

/** Calls that answer `{ items, nextCursor }`. */
type PagedCall = {
  [N in ConsoleCallName]: ConsoleReply<N> extends { items: readonly unknown[]; nextCursor: string | null } ? N : never;
}[ConsoleCallName];

export interface Paging {
  /** From 1. */
  readonly page: number;
  readonly hasNext: boolean;
  readonly isLoading: boolean;
  next(): void;
  previous(): void;
}

export interface PagedResult<N extends ConsoleCallName> {
  readonly query: UseQueryResult<ConsoleReply<N>>;
  readonly paging: Paging;
}

/** Pages through a list; other input begins at the first page again. */
export function usePaged<N extends PagedCall>(name: N, input: Input<N>): PagedResult<N> {
  const key = JSON.stringify(input);
  const [place, setPlace] = useState<{ key: string; cursors: readonly string[] }>({ key, cursors: [] });
  const cursors = place.key === key ? place.cursors : [];
  const cursor = cursors.at(-1);
  const query = "query" in input ? input.query : {};
  const paged = { ...input, query: { ...(query as object), ...(cursor === undefined ? {} : { cursor }) } };
  // Only the cursor was added, which all calls of this kind take.
  const result = useCall(name, paged as Input<N>, { keepsPrevious: true });
  const nextCursor = (result.data as { nextCursor: string | null } | undefined)?.nextCursor ?? null;
  return {
    query: result,
    paging: {
      page: cursors.length + 1,
      hasNext: nextCursor !== null,
      isLoading: result.isFetching,
      next: () => nextCursor !== null && setPlace({ key, cursors: [...cursors, nextCursor] }),
      previous: () => setPlace({ key, cursors: cursors.slice(0, -1) }),
    },
  };
}
