/**
 * The server replaces the content of `<meta name="csp-nonce">` in each response by the nonce of its Content-Security-Policy.
 * Style elements without it are ignored by the browser.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/**
 * Ant Design passes its nonce to most, but not all, of the style elements it makes (the one that keeps the page from
 * scrolling behind a dialog is among the others), so each gets it where it is made.
 */
export function giveNonceToStyles(): void {
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
