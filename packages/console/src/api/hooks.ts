import type { ConsoleCallName, ConsoleReply } from "@rondo/protocol/console";
import { keepPreviousData, type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Input } from "./client.ts";

interface CallOptions {
  readonly enabled?: boolean;
  /** Ask again after so long, while the page is looked at. */
  readonly everyMs?: number;
  /** While other input is loading, show what was there. */
  readonly keepsPrevious?: boolean;
}

/** What a call reads, kept and shared by its input. */
export function useCall<N extends ConsoleCallName>(
  name: N,
  input: Input<N>,
  { enabled = true, everyMs, keepsPrevious = false }: CallOptions = {},
): UseQueryResult<ConsoleReply<N>> {
  return useQuery<ConsoleReply<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    enabled,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
    ...(keepsPrevious ? { placeholderData: keepPreviousData as never } : {}),
  }) as UseQueryResult<ConsoleReply<N>>;
}

/**
 * A call that changes something. Afterwards everything that the named calls have read is read again.
 */
export function useAction<N extends ConsoleCallName>(name: N, changes: readonly ConsoleCallName[] = []) {
  const client = useQueryClient();
  return useMutation<ConsoleReply<N>, Error, Input<N>>({
    mutationFn: (input) => call(name, input),
    onSuccess: async () => {
      await Promise.all(changes.map((changed) => client.invalidateQueries({ queryKey: [changed] })));
    },
  });
}
