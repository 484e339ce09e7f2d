import { conformance } from "./suite.ts";

conformance("wx");
