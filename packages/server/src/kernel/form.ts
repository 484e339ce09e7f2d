/** The text of forms as it arrived, for as long as somebody holds what was read from it. */
const texts = new WeakMap<object, string>();

/** Reads `application/x-www-form-urlencoded`; of a repeated key the last value counts. */
export function parseForm(text: string): Record<string, string> {
  const form = Object.fromEntries(new URLSearchParams(text));
  texts.set(form, text);
  return form;
}

/** What a body was read from, if it was a form: some clients write forms that `parseForm` does not read as they were meant. */
export function formTextOf(body: object): string | undefined {
  return texts.get(body);
}
