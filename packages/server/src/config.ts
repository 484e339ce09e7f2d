/** Everything the operator can set, with its defaults. Only `readConfig` reads the environment. */
export interface Config {
  /** Development creates `rondo#demo` on an empty data directory and prints what to paste. */
  readonly mode: "development" | "serve";
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly dataDir: string;
  /** The address clients reach us at (behind a proxy); undefined: derived from host and port. */
  readonly publicUrl: string | undefined;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
  /** 0..1023, unique per node of a cluster. */
  readonly nodeId: number;
  readonly limits: Limits;
}

export interface Limits {
  /** Bytes of one WebSocket frame, uplink. */
  readonly maxFrameBytes: number;
  /** Bytes waiting to be written to one slow reader before it is closed. */
  readonly maxSocketBufferBytes: number;
  /** Bytes of a JSON request body. */
  readonly maxBodyBytes: number;
  /** Frames a session may send per second, and in a burst. */
  readonly framesPerSecond: number;
  readonly framesBurst: number;
  /** Requests per second and application on the REST side; POST /token has its own. */
  readonly requestsPerSecond: number;
  readonly tokenRequestsPerSecond: number;
  /** A connection that has not sent PROVISION by then is closed. */
  readonly provisionTimeoutMs: number;
  /** Silence after which a session is closed; clients leave gaps of almost 60 s (MSync 3.6). */
  readonly idleTimeoutMs: number;
  /** Undecodable frames on one connection before it is closed (MSync 12.0). */
  readonly maxBadFrames: number;
  /** A device not seen for so long is forgotten. */
  readonly deviceRetentionMs: number;
}

export const defaultLimits: Limits = {
  maxFrameBytes: 256 * 1024,
  maxSocketBufferBytes: 4 * 1024 * 1024,
  maxBodyBytes: 1024 * 1024,
  framesPerSecond: 200,
  framesBurst: 1000,
  requestsPerSecond: 100,
  tokenRequestsPerSecond: 300,
  provisionTimeoutMs: 10_000,
  idleTimeoutMs: 120_000,
  maxBadFrames: 10,
  deviceRetentionMs: 30 * 24 * 60 * 60 * 1000,
};
