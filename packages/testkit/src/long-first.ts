import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes minutes, longest first. By size, as the default is, they would come last, one after the other. */
const LONG = [
  "/examples/alipay-demo.e2e",
  "/conformance/web",
  "/conformance/",
  "/crash/",
  "/fuzz/",
  "/console/src/console.test",
  "/console/src/user-written.test",
  "/console/src/protection.test",
  "/bench/load/bench.test",
  "/sdk/src/artefacts/",
  "/authorisation/",
  "/reconciliation/",
];

/** Begins with the files that take longest, so that no worker is left alone with them at the end. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((part) => moduleId.includes(part));
      return found < 0 ? LONG.length : found;
    };
    // Stable: within a rank the order is the default one.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
