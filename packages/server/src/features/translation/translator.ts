/** What translates for an application: a port, so that another kind of service is another file. */

export interface Language {
  readonly code: string;
  /** In English. */
  readonly name: string;
  /** In the language itself. */
  readonly nativeName: string;
}

export interface Translated {
  readonly text: string;
  /** What the text was taken for, and how sure that is, from 0 to 1; undefined: not said. */
  readonly detected: { readonly language: string; readonly score: number } | undefined;
}

export interface Translator {
  /** Into which languages. @throws ProviderError */
  languages(): Promise<readonly Language[]>;
  /** `to` is a code from `languages`. @throws ProviderError */
  translate(text: string, to: string): Promise<Translated>;
}
