const AT_ONCE = 16;

/** Does it for each, some at a time; the results are in the order of the items. What is thrown is a fault. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
  faults: string[],
): Promise<Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      try {
        results.set(index, await run(items[index] as Item)); // the index is below the length
      } catch (error) {
        faults.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
