import type { Profile } from "./settings.store.ts";
import type { Template } from "./templates.store.ts";

/** Applied where neither the sender nor the receiver has chosen another. */
const DEFAULT_TEMPLATE = "default";

/** What a notice is worded from. */
export interface Wording {
  readonly ext: Readonly<Record<string, unknown>>;
  /** What the message says, or what kind it is. */
  readonly text: string;
  /** How the receiver is to see the sender. */
  readonly from: string;
}

/** The names of templates that could word this notice. */
export function templatesFor({ ext }: Wording, profile: Profile | undefined): string[] {
  const named = text(object(ext.em_push_template).name);
  return [named, profile?.template, DEFAULT_TEMPLATE].flatMap((name) => name ?? []);
}

/**
 * Title and content. What counts, from the strongest on: the template that the message names, the one the receiver has chosen,
 * title and content in the message, the template `default`, what the receiver wants to be shown.
 */
export function word(
  wording: Wording,
  { profile, templates }: { profile: Profile | undefined; templates: ReadonlyMap<string, Template> },
): { title: string; content: string } {
  const { ext } = wording;
  const directions = object(ext.em_push_template);
  const own = { ...object(ext.em_apns_ext), ...object(ext.em_push_ext) };
  const title = text(own.title) ?? text(own.em_push_title);
  const content = text(own.content) ?? text(own.em_push_content);
  const named = templates.get(text(directions.name) ?? "");
  const chosen = named ?? templates.get(profile?.template ?? "");
  if (chosen !== undefined) return filled(chosen, wording);
  const usual = templates.get(DEFAULT_TEMPLATE);
  const rest = usual === undefined ? shown(wording, profile) : filled(usual, wording);
  return { title: title ?? rest.title, content: content ?? rest.content };
}

function shown({ from, text: content }: Wording, profile: Profile | undefined): { title: string; content: string } {
  if (profile?.displayStyle === 1) return { title: from, content };
  return profile?.language?.toLowerCase().startsWith("en") === true
    ? { title: "New message", content: "Open to read it" }
    : { title: "有新消息", content: "打开查看" };
}

function filled(template: Template, wording: Wording): { title: string; content: string } {
  const { title_args: title, content_args: content } = object(wording.ext.em_push_template);
  return { title: fill(template.title, list(title), wording), content: fill(template.content, list(content), wording) };
}

/** `{0}`, `{1}`, … are the message's arguments; what stands for nothing is left out. */
function fill(pattern: string, args: readonly unknown[], { from, text: message }: Wording): string {
  return pattern.replace(/\{(\d{1,2}|\$dynamicFrom|\$fromNickname|\$msg)\}/g, (_, name: string) => {
    if (name === "$msg") return message;
    return name.startsWith("$") ? from : (text(args[Number(name)]) ?? "");
  });
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  // An object that is neither null nor a list has string keys.
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
