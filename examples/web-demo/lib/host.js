/** What the chat core needs from a browser. */
export const storage = {
  get(key) {
    const text = localStorage.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  },
  set(key, value) {
    localStorage.setItem(key, JSON.stringify(value));
  },
  remove(key) {
    localStorage.removeItem(key);
  },
};

/** Resolves with the server's answer. @param {{ url: string, path: any, token: string }} options `path` is a `File` here */
export async function upload({ url, path, token }) {
  const body = new FormData();
  body.append("file", path);
  const answer = await fetch(url, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body });
  const said = await answer.json();
  if (!answer.ok) throw said;
  return said;
}

/** @param {File} file @returns {Promise<{ width: number, height: number }>} in pixels; zeros for what is no picture */
export async function sizeOf(file) {
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch (_) {
    return { width: 0, height: 0 };
  }
}
