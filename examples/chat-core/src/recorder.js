/** Records one voice message at a time. */
const MAX_MS = 60000;

class Recorder {
  /**
   * @param {any} manager of the host, one for the whole program: a listener that is set takes the place of the one before
   * @param {{ second(n: number): void, done(file: { path: string, seconds: number } | undefined): void }} on
   */
  constructor(manager, on) {
    this.on = on;
    this.manager = manager;
    this.startedAt = 0;
    this.timer = undefined;
    manager.onStop(({ tempFilePath }) => this.stopped(tempFilePath));
    manager.onError(() => this.stopped(undefined));
  }

  start() {
    this.startedAt = Date.now();
    this.on.second(0);
    this.timer = setInterval(() => this.on.second(this.seconds), 1000);
    this.manager.start({ duration: MAX_MS, format: "mp3" });
  }

  stop() {
    this.manager.stop();
  }

  get seconds() {
    return Math.round((Date.now() - this.startedAt) / 1000);
  }

  stopped(path) {
    clearInterval(this.timer);
    this.on.done(path ? { path, seconds: Math.max(1, this.seconds) } : undefined);
  }
}

module.exports = { Recorder };
