declare const window: { readonly location?: { readonly protocol?: string } } | undefined;

/** Whether the page was loaded over https; undefined where there is no page: workers and odd hosts have no location. */
export function isPageHttps(): boolean | undefined {
  const protocol = typeof window === "undefined" ? undefined : window.location?.protocol;
  return protocol === undefined ? undefined : protocol === "https:";
}
