import { KeyedLock } from "../../kernel/keyed-lock.ts";
import type { Endpoint } from "../../kernel/rest.ts";

/**
 * A change of a group, room or thread and the event that tells of it are two commits. So that the events come in the order of
 * the changes, and who follows them ends with what the record says, one at a time changes one of them.
 */
export class Turns {
  private readonly lock = new KeyedLock();

  /** A change that comes otherwise than by a call. Not from within a turn of the same place: it would wait for itself. */
  run<T>({ app, id }: { readonly app: string; readonly id: string }, change: () => Promise<T>): Promise<T> {
    return this.lock.run(`${app}/${id}`, change);
  }

  /** The same endpoints; those that change the group, room or thread their path names wait for their turn. */
  of(endpoints: readonly Endpoint[]): Endpoint[] {
    return endpoints.map((endpoint) => {
      if (!changesOne(endpoint)) return endpoint;
      const handle: Endpoint["handle"] = (call) => this.run(placeOf(call), () => endpoint.handle(call));
      return { ...endpoint, handle };
    });
  }
}

/** Not where a body of any size is still on its way: the others would wait for a slow network. */
function changesOne({ method, path, consumes, answers }: Endpoint): boolean {
  return method !== "GET" && /\/:(id|room|thread)\b/.test(path) && consumes !== "multipart" && answers !== "stream";
}

function placeOf(call: unknown): { app: string; id: string } {
  // Every call has the application; that there is one of the three is what `changesOne` has asked.
  const { appKey, params } = call as { appKey: string; params: { id?: string; room?: string; thread?: string } };
  return { app: appKey, id: params.id ?? params.room ?? params.thread ?? "" };
}
