import { officialSdk, rondoSdk } from "../sdk.ts";
import { conformance } from "./suite.ts";

const [ours, official] = [rondoSdk(), officialSdk()];

conformance("my", {
  name: "ours for alice and the official one for everybody else",
  column: "my mixed",
  sdk: (name) => (name.startsWith("alice") ? ours : official),
});

conformance("my", {
  name: "the official one for alice and ours for everybody else",
  column: "my mixed 2",
  sdk: (name) => (name.startsWith("alice") ? official : ours),
});
