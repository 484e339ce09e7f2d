import { conformance } from "./suite.ts";

conformance("my");
