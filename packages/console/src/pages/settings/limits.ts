/** What the schema of the settings allows: the one place where it is written. */
import { AppSettings } from "@rondo/protocol/schema";
import type { SettingName } from "./definitions.ts";

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export function limitsOf(name: SettingName): Limits {
  // Each property is a schema of its kind; these are the members that bound what is typed.
  return AppSettings.properties[name] as Limits;
}
