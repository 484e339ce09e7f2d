import { rondoSdk } from "../sdk.ts";
import { conformance } from "./suite.ts";

conformance("wx", { name: "our SDK", column: "wx ours", sdk: rondoSdk() });
