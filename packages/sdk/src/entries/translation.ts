/** `@rondo/sdk/translation`: texts in other languages. */
import { translation as feature } from "../features/translation/index.ts";
import type { Feature } from "../types/feature.ts";
import type { TranslationMethods } from "../types/translation.ts";

export const translation: Feature<TranslationMethods> = feature;
export type { TranslationMethods };
