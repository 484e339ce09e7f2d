/** `@rondo/sdk/search`: search in one's own messages. */
import { search as feature } from "../features/search/index.ts";
import type { Feature } from "../types/feature.ts";
import type { SearchMethods } from "../types/search.ts";

export const search: Feature<SearchMethods> = feature;
export type { SearchMethods };
