/** Texts in other languages. */
import type { AsyncResult } from "./common.ts";
import type { TranslationResult } from "./messages.ts";

export interface SupportLanguage {
  code: string;
  /** In English. */
  name: string;
  /** In the language itself. */
  nativeName: string;
}

export interface TranslationMethods {
  getSupportedLanguages(): Promise<AsyncResult<SupportLanguage[]>>;
  /**
   * `data` is a list with one result, whatever its type says, which is the official one. Rejects with 1200 for languages
   * that are not there, 1201 for a text that is too long, 1204 when it fails, 50 when there was too much of it, 505 where
   * there is no translation.
   */
  translateMessage(params: { text: string; languages: string[] }): Promise<AsyncResult<TranslationResult>>;
}
