import { conformance } from "./suite.ts";

conformance("web");
