import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Paging } from "./paging.ts";

const PAGE_SIZE = 20;

type ListQuery<T> = Pick<
  UseQueryResult<{ items: readonly T[] }>,
  "data" | "isError" | "error" | "isFetching" | "refetch"
>;

/** Pages through a list that has arrived whole. */
export function useClientPages<T>(query: ListQuery<T>): { query: ListQuery<T>; paging: Paging } {
  const [page, setPage] = useState(1);
  const items = query.data?.items ?? [];
  const last = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const current = Math.min(page, last);
  const { isError, error, isFetching, refetch } = query;
  const data = query.data && { items: items.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE) };
  return {
    // The result is one of several shapes that differ in more than is looked at here.
    query: { data, isError, error, isFetching, refetch } as ListQuery<T>,
    paging: {
      page: current,
      hasNext: current < last,
      isLoading: false,
      next: () => setPage(current + 1),
      previous: () => setPage(current - 1),
    },
  };
}
