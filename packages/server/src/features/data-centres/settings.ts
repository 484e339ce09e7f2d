import { type Static, Type } from "typebox";

const Host = Type.String({ pattern: "^(\\[[0-9a-f:.]+\\]|[a-z0-9.-]+)(:\\d{1,5})?$", maxLength: 260 });
const Hosts = Type.Array(Host, { minItems: 1, maxItems: 8 });
const closed = { additionalProperties: false };

const common = {
  id: Type.String({ pattern: "^[a-z0-9-]{1,32}$" }),
  name: Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed),
  location: Type.Union([Type.Literal("mainland"), Type.Literal("overseas")]),
};

/** A data centre as the operator writes it down. Hosts are without a scheme: clients reach them by https and wss. */
export const DataCentreConfig = Type.Union([
  Type.Object(
    {
      ...common,
      kind: Type.Literal("self-service"),
      rest: Hosts,
      /** By family of clients. */
      websocket: Type.Object({ web: Hosts, wechat: Hosts, alipay: Hosts }, closed),
    },
    closed,
  ),
  /** Shown, and cannot be chosen: it has no addresses. */
  Type.Object({ ...common, kind: Type.Literal("contact-sales") }, closed),
]);
export type DataCentreConfig = Static<typeof DataCentreConfig>;

/**
 * What is wrong with a list that is right one by one; undefined: nothing.
 *
 * `here` is the one that this node belongs to.
 */
export function whyNotDataCentres(list: readonly DataCentreConfig[], here: string | undefined): string | undefined {
  const ids = list.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) return `"dataCentres" has "${twice}" twice`;
  if (here === undefined)
    return list.length === 0 ? undefined : '"dataCentre" is missing: which of them this node belongs to';
  const own = list.find(({ id }) => id === here);
  if (own === undefined) return `"dataCentre" is "${here}", which is not in "dataCentres"`;
  if (own.kind === "contact-sales") return `"dataCentre" is "${here}", which has no addresses`;
  return undefined;
}
