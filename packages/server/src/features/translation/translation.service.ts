import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { LoadingCache } from "../../kernel/loading-cache.ts";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";
import { RateLimiter } from "../../kernel/rate-limit.ts";
import type { Apps } from "../apps/api.ts";
import { libreTranslate } from "./libre-translate.ts";
import type { Language, Translated, Translator } from "./translator.ts";

/** Characters of the text, times the languages it is wanted in. */
const MAX_CHARACTERS = 10_000;
/** Each is a call of the provider. */
const MAX_TARGETS = 20;
const USER_PER_SECOND = 2;
const USER_BURST = 30;
const MAX_USERS = 10_000;
const LANGUAGES_MAX_AGE_MS = 10 * 60 * 1000;
const MAX_LANGUAGE_LISTS = 1000;

export interface Translation {
  readonly translations: ReadonlyArray<{ readonly text: string; readonly to: string }>;
  readonly detectedLanguage: { readonly language: string; readonly score: number } | undefined;
}

interface Deps {
  readonly apps: Pick<Apps, "get" | "getSecret">;
  readonly client: ProviderClient;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Translations by the service that the application has chosen (SPEC.md, TR). */
export class TranslationService {
  private readonly deps: Deps;
  private readonly lists: LoadingCache<readonly Language[]>;
  private readonly rates: RateLimiter;

  constructor(deps: Deps) {
    const { clock } = deps;
    this.deps = deps;
    // A key is all that the list depends on, so that another address has another list at once.
    this.lists = new LoadingCache({
      load: async (key) => {
        const { app, url } = JSON.parse(key) as { app: string; url: string }; // made in `languagesOf`
        return (await this.translatorOf(app, url)).languages();
      },
      maxEntries: MAX_LANGUAGE_LISTS,
      maxAgeMs: LANGUAGES_MAX_AGE_MS,
      clock,
    });
    this.rates = new RateLimiter({ ratePerSecond: USER_PER_SECOND, burst: USER_BURST, clock, maxKeys: MAX_USERS });
  }

  /** @throws AppError SERVICE_NOT_OPEN, SERVICE_QUOTA, TRANSLATION_FAILED. */
  async languages(app: string): Promise<readonly Language[]> {
    const url = await this.urlOf(app);
    return this.orRefuse(app, () => this.languagesOf(app, url));
  }

  /**
   * The text in each of the languages, in the order in which they were named.
   *
   * @throws AppError INVALID_ARGUMENT, TRANSLATION_TEXT_TOO_LONG, TRANSLATION_LANGUAGE_INVALID, SERVICE_NOT_OPEN,
   *   SERVICE_QUOTA, TRANSLATION_FAILED.
   */
  async translate(
    caller: { app: string; user: string },
    { text, to }: { text: string | undefined; to: readonly string[] | undefined },
  ): Promise<Translation> {
    const { app, user } = caller;
    if (text === undefined || text.trim() === "") {
      throw new AppError("INVALID_ARGUMENT", "An input text is missing or invalid");
    }
    const targets = [...new Set(to)];
    if (targets.length === 0 || targets.length > MAX_TARGETS) {
      throw new AppError("INVALID_ARGUMENT", "The target language is missing or invalid");
    }
    const url = await this.urlOf(app);
    if (charactersOf(text) * targets.length > MAX_CHARACTERS) throw new AppError("TRANSLATION_TEXT_TOO_LONG");
    if (!this.rates.take(`${app}/${user}`)) throw new AppError("SERVICE_QUOTA");
    return this.orRefuse(app, async () => {
      const known = new Map((await this.languagesOf(app, url)).map(({ code }) => [code.toLowerCase(), code]));
      const codes = targets.map((target) => known.get(target.toLowerCase()));
      if (!codes.every((code) => code !== undefined)) throw new AppError("TRANSLATION_LANGUAGE_INVALID");
      const translator = await this.translatorOf(app, url);
      const done = await Promise.all(codes.map((code) => translator.translate(text, code)));
      return toTranslation(targets, done);
    });
  }

  private async urlOf(app: string): Promise<string> {
    const { settings } = await this.deps.apps.get(app);
    if (settings.translationUrl === "") throw new AppError("SERVICE_NOT_OPEN", "translation: service not open!");
    return settings.translationUrl;
  }

  private languagesOf(app: string, url: string): Promise<readonly Language[]> {
    return this.lists.get(JSON.stringify({ app, url }));
  }

  private async translatorOf(app: string, url: string): Promise<Translator> {
    const { apps, client } = this.deps;
    return libreTranslate({ client, app, url, key: await apps.getSecret(app, "translationKey") });
  }

  /** What the provider does wrong, in the words that clients know. */
  private async orRefuse<T>(app: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const { fault, status } = error;
      this.deps.log.warn({ app, fault, status }, "the translation service gave no answer");
      const isQuota = fault === "busy" || status === 429;
      throw new AppError(isQuota ? "SERVICE_QUOTA" : "TRANSLATION_FAILED", undefined, { cause: error });
    }
  }
}

function toTranslation(targets: readonly string[], done: readonly Translated[]): Translation {
  return {
    translations: done.map(({ text }, i) => ({ text, to: targets[i] ?? "" })),
    detectedLanguage: done.find(({ detected }) => detected !== undefined)?.detected,
  };
}

/** Code points: an emoji is one. */
function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
