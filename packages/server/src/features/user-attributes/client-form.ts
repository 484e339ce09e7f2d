/** The attributes that official clients know; they send no other. */
const KEYS: ReadonlySet<string> = new Set(["nickname", "avatarurl", "mail", "phone", "gender", "sign", "birth", "ext"]);

/**
 * Reads a form as official clients write it. Setting several attributes they encode them, a space never as `+`; setting one
 * they write `key=value` as it is, and the `&` of an avatar's address is then in it. So a `+` is a plus sign; what begins
 * with no key that clients know goes on the value before it, which was not encoded then; and what is no valid
 * percent-encoding is taken as it is.
 */
export function readClientForm(text: string): Record<string, string> {
  const form: Record<string, string> = {};
  for (const { key, parts } of fieldsOf(text)) form[key] = parts.length > 1 ? parts.join("&") : decode(parts[0] ?? "");
  return form;
}

function fieldsOf(text: string): Array<{ key: string; parts: string[] }> {
  const fields: Array<{ key: string; parts: string[] }> = [];
  for (const part of text.split("&")) {
    const equals = part.indexOf("=");
    const key = part.slice(0, Math.max(equals, 0));
    const last = fields.at(-1);
    if (KEYS.has(key)) fields.push({ key, parts: [part.slice(equals + 1)] });
    else last?.parts.push(part);
  }
  return fields;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
