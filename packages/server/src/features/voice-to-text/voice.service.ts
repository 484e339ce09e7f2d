import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";
import { RateLimiter } from "../../kernel/rate-limit.ts";
import type { Apps } from "../apps/api.ts";
import type { Files } from "../files/api.ts";
import { transcriptionService } from "./recogniser.ts";
import { type AudioHints, readRecording } from "./recording.ts";

/** A minute of uncompressed sound in two channels has some 11 MB. */
export const MAX_VOICE_BYTES = 12 * 1024 * 1024;
const MAX_DURATION_MS = 60_000;
/** A clock on a phone and the last frame of a recording: what the client calls 60 seconds may be a little more. */
const SLACK_MS = 1000;
const USER_PER_SECOND = 1;
const USER_BURST = 20;
const MAX_USERS = 10_000;

interface Deps {
  readonly apps: Pick<Apps, "get" | "getSecret">;
  readonly files: Pick<Files, "read">;
  readonly client: ProviderClient;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Speaker {
  readonly app: string;
  readonly user: string;
}

/** Recordings as text, by the service that the application has chosen (SPEC.md, VT). */
export class VoiceService {
  private readonly deps: Deps;
  private readonly rates: RateLimiter;

  constructor(deps: Deps) {
    this.deps = deps;
    const { clock } = deps;
    this.rates = new RateLimiter({ ratePerSecond: USER_PER_SECOND, burst: USER_BURST, clock, maxKeys: MAX_USERS });
  }

  /** @throws AppError VOICE_NOT_OPEN when the application has named no service. */
  async checkOpen(app: string): Promise<void> {
    const { settings } = await this.deps.apps.get(app);
    if (settings.voiceToTextUrl === "") throw new AppError("VOICE_NOT_OPEN");
  }

  /**
   * What is said in the attachment of a message.
   *
   * @throws AppError VOICE_FILE_NOT_FOUND, VOICE_TOO_LARGE, and as `recording`.
   */
  async attachment(speaker: Speaker, fileId: string, hints: AudioHints): Promise<string> {
    await this.checkOpen(speaker.app);
    return this.recording(speaker, await this.bytesOf(speaker.app, fileId), hints);
  }

  /** @throws AppError VOICE_NOT_OPEN, VOICE_INVALID, VOICE_TOO_LONG, VOICE_QUOTA, VOICE_FAILED. */
  async recording({ app, user }: Speaker, bytes: Buffer, hints: AudioHints): Promise<string> {
    await this.checkOpen(app);
    const recording = readRecording(bytes, hints);
    if (recording === undefined) throw new AppError("VOICE_INVALID");
    if ((recording.durationMs ?? 0) > MAX_DURATION_MS + SLACK_MS) throw new AppError("VOICE_TOO_LONG");
    if (!this.rates.take(`${app}/${user}`)) throw new AppError("VOICE_QUOTA");
    const { apps, client } = this.deps;
    const { voiceToTextUrl: url, voiceToTextModel: model } = (await apps.get(app)).settings;
    const key = await apps.getSecret(app, "voiceToTextKey");
    try {
      return await transcriptionService({ client, app, url, key, model }).textOf(recording);
    } catch (error) {
      throw this.toRefusal(app, error);
    }
  }

  private async bytesOf(app: string, fileId: string): Promise<Buffer> {
    try {
      return (await this.deps.files.read(app, fileId, { maxBytes: MAX_VOICE_BYTES })).bytes;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "FILE_TOO_LARGE") throw new AppError("VOICE_TOO_LARGE", undefined, { cause: error });
      throw new AppError("VOICE_FILE_NOT_FOUND", undefined, { cause: error });
    }
  }

  /** What the provider does wrong, in the words that clients know. */
  private toRefusal(app: string, error: unknown): unknown {
    if (!(error instanceof ProviderError)) return error;
    const { fault, status } = error;
    this.deps.log.warn({ app, fault, status }, "the service for recordings gave no answer");
    const cause = { cause: error };
    if (fault === "busy" || status === 429) return new AppError("VOICE_QUOTA", undefined, cause);
    if (status === 413) return new AppError("VOICE_TOO_LARGE", undefined, cause);
    if (status === 400 || status === 415 || status === 422) return new AppError("VOICE_INVALID", undefined, cause);
    return new AppError("VOICE_FAILED", undefined, cause);
  }
}
