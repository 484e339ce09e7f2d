import { rondoSdk } from "../sdk.ts";
import { conformance } from "./suite.ts";

conformance("web", { name: "our SDK", column: "web ours", sdk: rondoSdk() });
