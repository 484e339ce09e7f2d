/** `canIUse("request")`, `canIUse("connectSocket.object.multiple")`: known by its first part, unless listed as absent. */
export function canIUse(api: Record<string, unknown>, absent: readonly string[] = []): (query: unknown) => boolean {
  return (query) => {
    const name = String(query);
    return !absent.includes(name) && (name.split(".", 1)[0] ?? "") in api;
  };
}
