import type { Envelope } from "../kernel/rest.ts";

export interface EnvelopeFacts {
  readonly method: string;
  readonly app: { readonly id: string; readonly org: string; readonly name: string };
  /** As it came, from the root, without the query. */
  readonly path: string;
  readonly baseUrl: string;
  readonly query: Readonly<Record<string, string>>;
  readonly now: number;
  readonly durationMs: number;
}

/** What compatible clients find around every answer (REST 5.0). Members of the answer win over the envelope's own. */
export function wrap(members: Envelope, facts: EnvelopeFacts): Envelope {
  const { app, path, baseUrl, query } = facts;
  const params = Object.entries(query).map(([key, value]) => [key, [value]]);
  return {
    action: facts.method.toLowerCase(),
    application: app.id,
    applicationName: app.name,
    organization: app.org,
    // Below /:org/:app.
    path: `/${path.split("/").filter(Boolean).slice(2).join("/")}`,
    uri: `${baseUrl}${path}`,
    ...(params.length === 0 ? {} : { params: Object.fromEntries(params) }),
    timestamp: facts.now,
    duration: Math.round(facts.durationMs),
    ...countOf(members),
    ...members,
  };
}

function countOf({ data, entities }: Envelope): Envelope {
  if (Array.isArray(data) && data.length > 0) return { count: data.length };
  if (Array.isArray(entities)) return { count: entities.length };
  return Array.isArray(data) ? { count: 0 } : {};
}
