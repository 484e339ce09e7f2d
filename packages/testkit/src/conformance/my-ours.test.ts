import { rondoSdk } from "../sdk.ts";
import { conformance } from "./suite.ts";

conformance("my", { name: "our SDK", column: "my ours", sdk: rondoSdk() });
