import type { Migration } from "../../kernel/database/database.ts";
import { timeline } from "./2026-11-25-timeline.ts";
import { timelineSince } from "./2026-11-28-timeline-since.ts";
import { timelineExpired } from "./2026-11-29-timeline-expired.ts";

export const timelineMigrations: readonly Migration[] = [timeline, timelineSince, timelineExpired];
