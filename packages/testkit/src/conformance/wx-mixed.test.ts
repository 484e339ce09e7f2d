import { officialSdk, rondoSdk } from "../sdk.ts";
import { conformance } from "./suite.ts";

const [ours, official] = [rondoSdk(), officialSdk()];

conformance("wx", {
  name: "the official one for alice and ours for everybody else",
  column: "wx mixed",
  sdk: (name) => (name.startsWith("alice") ? official : ours),
});
