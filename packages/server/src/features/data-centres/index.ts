import type { ClientAddresses, DataCentre } from "@rondo/protocol/console";
import { AppError } from "../../kernel/errors.ts";
import type { DataCentreConfig } from "./settings.ts";

/** Of the single entry of a server that has no list: itself. */
const SELF = { id: "self", name: { zh: "本服务器", en: "This server" }, location: "mainland" } as const;

export interface Addresses {
  readonly isSecure: boolean;
  /** Hosts, with a port where it is not the usual one; any of them does. */
  readonly rest: readonly string[];
  readonly websocket: Readonly<Record<ClientAddresses["family"], readonly string[]>>;
}

/**
 * Where applications live. An application belongs to one data centre for good, this node to one; without a list there is a
 * single one, which is this server at whatever address it is reached (SPEC.md, DC).
 */
export class DataCentres {
  /** The one this node belongs to. */
  readonly hereId: string;
  private readonly list: readonly DataCentreConfig[];

  constructor(options: { list: readonly DataCentreConfig[]; here: string | undefined }) {
    this.list = options.list;
    this.hereId = options.here ?? SELF.id;
  }

  /** All, in the operator's order. `baseUrl` is where this server was reached. */
  show(baseUrl: string): DataCentre[] {
    if (this.list.length === 0)
      return [{ ...SELF, kind: "self-service", ...shown(toAddresses(baseUrl)), isHere: true }];
    return this.list.map((each) => ({
      id: each.id,
      name: each.name,
      location: each.location,
      kind: each.kind,
      ...shown(each.kind === "self-service" ? each : NOWHERE),
      isHere: each.id === this.hereId,
    }));
  }

  get(id: string, baseUrl: string): DataCentre {
    const found = this.show(baseUrl).find((each) => each.id === id);
    if (found !== undefined) return found;
    // It was in the list once. The application is nowhere any more.
    return { ...SELF, id, name: { zh: id, en: id }, kind: "contact-sales", ...shown(NOWHERE), isHere: false };
  }

  /** @throws AppError DATA_CENTRE_UNAVAILABLE. */
  checkChoice(id: string): void {
    const isSelf = this.list.length === 0 && id === SELF.id;
    if (!isSelf && this.list.find((each) => each.id === id)?.kind !== "self-service") {
      throw new AppError("DATA_CENTRE_UNAVAILABLE");
    }
  }

  /** Where clients of an application of this data centre go; undefined: nowhere. */
  addressesOf(id: string, baseUrl: string): Addresses | undefined {
    if (this.list.length === 0) return id === SELF.id ? toAddresses(baseUrl) : undefined;
    const found = this.list.find((each) => each.id === id);
    return found?.kind === "self-service"
      ? { isSecure: true, rest: found.rest, websocket: found.websocket }
      : undefined;
  }

  /** @throws AppError OTHER_DATA_CENTRE naming the right addresses. */
  check(app: { appKey: string; dataCentre: string }): void {
    if (app.dataCentre === this.hereId) return;
    const found = this.list.find(({ id }) => id === app.dataCentre);
    const name = found?.name.en ?? app.dataCentre;
    if (found?.kind !== "self-service") {
      throw new AppError(
        "OTHER_DATA_CENTRE",
        `${app.appKey} belongs to the data centre ${name}, which this server does not know`,
      );
    }
    const rest = found.rest.map((host) => `https://${host}`);
    const websocket = [...new Set(Object.values(found.websocket).flat())].map((host) => `wss://${host}/websocket`);
    const addresses = `REST ${rest.join(" or ")}, WebSocket ${websocket.join(" or ")}`;
    throw new AppError("OTHER_DATA_CENTRE", `${app.appKey} belongs to the data centre ${name}: use ${addresses}`, {
      details: { dataCentre: app.dataCentre, rest, websocket },
    });
  }
}

const NOWHERE = { rest: [], websocket: { web: [], wechat: [], alipay: [] } } as const;

function toAddresses(baseUrl: string): Addresses {
  const hosts = [baseUrl.replace(/^https?:\/\//, "")];
  const websocket = { web: hosts, wechat: hosts, alipay: hosts };
  return { isSecure: baseUrl.startsWith("https:"), rest: hosts, websocket };
}

function shown({ rest, websocket }: Pick<Addresses, "rest" | "websocket">): Pick<DataCentre, "rest" | "websocket"> {
  const { web, wechat, alipay } = websocket;
  return { rest: [...rest], websocket: { web: [...web], wechat: [...wechat], alipay: [...alipay] } };
}

/** What is typed into a client of each family, and what its platform has to be told (SPEC.md, DC). */
export function toClientAddresses({ isSecure, rest, websocket }: Addresses): ClientAddresses[] {
  const http = isSecure ? "https" : "http";
  const ws = isSecure ? "wss" : "ws";
  const requests = rest.map((host) => `${http}://${host}`);
  return (["alipay", "wechat", "web"] as const).map((family) => {
    const sockets = websocket[family].map((host) => `${ws}://${host}`);
    // Pages are not asked for a list; every origin may call.
    const isListed = family !== "web";
    return {
      family,
      rest: requests,
      websocket: sockets.map((url) => `${url}/websocket`),
      whitelist: {
        request: isListed ? requests : [],
        // Alipay's own guide has the path in it; WeChat's console takes the domain alone.
        socket: family === "alipay" ? sockets.map((url) => `${url}/websocket`) : isListed ? sockets : [],
        upload: isListed ? requests : [],
        download: isListed ? requests : [],
      },
    };
  });
}
