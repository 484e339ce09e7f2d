/** Something that must not happen during a run: the first report ends it. */
export class Failure {
  readonly promise: Promise<never>;
  readonly report: (reason: string) => void;

  constructor() {
    let reject: (error: Error) => void = () => {};
    this.promise = new Promise((_, rejected) => {
      reject = rejected;
    });
    // A run that has ended does not wait for it any more.
    this.promise.catch(() => {});
    this.report = (reason) => reject(new Error(reason));
  }
}
