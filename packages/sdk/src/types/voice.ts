/** What is said in recordings. */
import type { AsyncResult, Loose } from "./common.ts";
import type { AudioMsgBody } from "./messages.ts";

/** What the recording is, for formats that do not say it themselves: PCM. */
export interface AudioParams {
  format?: string;
  /** Hz. */
  sampleRate?: number;
  bitsPerSample?: number;
  channels?: number;
}

/** A recording in a mini program. */
export interface MiniProgramVoiceFile {
  filePath: string;
  name?: string;
  /** Bytes. */
  size?: number;
}

/** In browsers a File. */
export type VoiceSourceFile = MiniProgramVoiceFile | Loose;

export interface VoiceMethods {
  /**
   * What is said in a voice message, of at most 60 seconds. Rejects with 410 when its file is not there, 407 when it is no
   * recording, 408 and 411 when it is too long or too large, 409 when nothing was understood, 505 where nobody listens.
   */
  voiceMessageToText(messageBody: AudioMsgBody, audioParams?: AudioParams): Promise<AsyncResult<{ text: string }>>;
  /** The same of a recording that was not sent. */
  voiceFileToText(file: VoiceSourceFile, audioParams?: AudioParams): Promise<AsyncResult<{ text: string }>>;
}
