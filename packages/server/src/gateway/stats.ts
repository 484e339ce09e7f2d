import { Counter, Gauge, type Registry } from "prom-client";

/** What the gateway counts. Plain numbers, because some of them change with every frame; read when somebody asks. */
export class GatewayStats {
  framesIn = 0;
  framesOut = 0;
  badFrames = 0;
  limitedFrames = 0;
  submitted = 0;
  logins = 0;
  readonly refusals = new Map<string, number>();
  readonly closes = new Map<string, number>();

  refused(reason: string): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
  }

  closed(reason: string): void {
    this.closes.set(reason, (this.closes.get(reason) ?? 0) + 1);
  }
}

/** Offers the numbers to Prometheus. */
export function exposeStats(
  stats: GatewayStats,
  registry: Registry,
  now: { connections: () => number; sessions: () => number },
): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  const counter = (name: string, help: string, value: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  };
  const byReason = (name: string, help: string, values: ReadonlyMap<string, number>): void => {
    new Counter({
      name,
      help,
      labelNames: ["reason"],
      registers,
      collect() {
        this.reset();
        for (const [reason, value] of values) this.inc({ reason }, value);
      },
    });
  };

  gauge("rondo_gateway_connections", "Open WebSocket connections, logged in or not.", now.connections);
  gauge("rondo_gateway_sessions", "Logged-in sessions.", now.sessions);
  counter("rondo_gateway_frames_received_total", "Frames received.", () => stats.framesIn);
  counter("rondo_gateway_frames_sent_total", "Frames sent.", () => stats.framesOut);
  counter("rondo_gateway_bad_frames_total", "Frames that could not be understood.", () => stats.badFrames);
  counter("rondo_gateway_limited_frames_total", "Frames over the rate limit.", () => stats.limitedFrames);
  counter("rondo_gateway_metas_submitted_total", "Uplink chat metas taken.", () => stats.submitted);
  counter("rondo_gateway_logins_total", "Successful PROVISIONs.", () => stats.logins);
  byReason("rondo_gateway_refused_logins_total", "Refused PROVISIONs.", stats.refusals);
  byReason("rondo_gateway_closed_total", "Connections closed by the server.", stats.closes);
}
