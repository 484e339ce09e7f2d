import { KeyedLock } from "../../kernel/keyed-lock.ts";
import type { Endpoint } from "../../kernel/rest.ts";

/**
 * A change of a group and the event that tells of it are two commits. So that the events come in the order of the changes,
 * and who follows them ends with what the record says, one call at a time changes one group.
 */
export class Turns {
  private readonly lock = new KeyedLock();

  /** The same endpoints; those that change the group or room their path names wait for their turn. */
  of(endpoints: readonly Endpoint[]): Endpoint[] {
    return endpoints.map((endpoint) => {
      if (!changesOne(endpoint)) return endpoint;
      const handle: Endpoint["handle"] = (call) => this.lock.run(keyOf(call), () => endpoint.handle(call));
      return { ...endpoint, handle };
    });
  }
}

/** Not where a body of any size is still on its way: the others would wait for a slow network. */
function changesOne({ method, path, consumes, answers }: Endpoint): boolean {
  return method !== "GET" && path.includes("/:id") && consumes !== "multipart" && answers !== "stream";
}

function keyOf(call: unknown): string {
  // Every call has the application; that there is an id is what `changesOne` has asked.
  const { appKey, params } = call as { appKey: string; params: { id: string } };
  return `${appKey}/${params.id}`;
}
