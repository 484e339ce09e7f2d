import { randomBytes } from "node:crypto";
import { Admin } from "../server/admin.ts";
import type { ServerAddress } from "../server/server.ts";
import type { Ledger } from "./ledger.ts";
import { OfficialPlayer } from "./official-player.ts";
import { Outbox } from "./outbox.ts";
import type { Player } from "./player.ts";
import type { PostKind } from "./post.ts";
import { ResendingPlayer } from "./resending-player.ts";

interface Part {
  readonly device: string;
  /** A user has one device, or several: those of one name. */
  readonly user: string;
  readonly client: "my" | "wx" | "raw-binary" | "raw-base64";
  /** The user it writes to. */
  readonly writesTo?: string;
  readonly kind?: PostKind;
  readonly receipts?: boolean;
  /** Sends far ahead of the acknowledgements, and not only a few at a time. */
  readonly isEager?: boolean;
}

/** Messages a sender has on their way at a time. More than a client's memory of a hundred ids, with those that come in. */
const IN_FLIGHT = { patient: 4, eager: 100 } as const;

/**
 * Who plays. Official clients on both mini-program platforms: a pair that writes both ways, eagerly; two people who write to
 * one who has two devices and answers with receipts; one who writes to somebody often absent. And two pairs of clients that
 * repeat what was not acknowledged.
 */
const PARTS: readonly Part[] = [
  { device: "ada", user: "ada", client: "my", writesTo: "bea", kind: "txt", isEager: true },
  { device: "bea", user: "bea", client: "wx", writesTo: "ada", kind: "txt", isEager: true },
  { device: "cem", user: "cem", client: "wx", writesTo: "dan", kind: "txt" },
  { device: "dan", user: "dan", client: "my", receipts: true },
  { device: "dan-tablet", user: "dan", client: "wx" },
  { device: "eva", user: "eva", client: "my", writesTo: "dan", kind: "cmd" },
  { device: "eva-tablet", user: "eva", client: "wx" },
  { device: "fay", user: "fay", client: "wx", writesTo: "gus", kind: "custom" },
  { device: "gus", user: "gus", client: "my" },
  { device: "hal", user: "hal", client: "raw-binary", writesTo: "ida", isEager: true },
  { device: "ida", user: "ida", client: "raw-base64", writesTo: "hal", isEager: true },
  { device: "jon", user: "jon", client: "raw-base64", writesTo: "kim" },
  { device: "kim", user: "kim", client: "raw-binary" },
];

const isRaw = (part: Part): boolean => part.client.startsWith("raw");

export interface Cast {
  readonly players: readonly Player[];
  /** Devices that receive, and may be cut or absent. */
  readonly receivers: readonly Player[];
}

/** Registers everybody, begins the flows and brings all players online. */
export async function assemble(options: {
  server: ServerAddress;
  /** Of official clients, and of those that repeat. */
  ledgers: { official: Ledger; resending: Ledger };
  onIncident: (what: string) => void;
}): Promise<Cast> {
  const { server, ledgers, onIncident } = options;
  const suffix = randomBytes(3).toString("hex");
  const idOf = (user: string): string => `${user}-${suffix}`;
  const password = randomBytes(8).toString("hex");
  const admin = new Admin(server);
  for (const user of new Set([...PARTS.map((part) => part.user), "nobody"])) {
    await admin.expect("POST", "/users", { username: idOf(user), password });
  }

  const players: Player[] = [];
  for (const part of PARTS) {
    const ledger = isRaw(part) ? ledgers.resending : ledgers.official;
    const outbox = part.writesTo === undefined ? undefined : toOutbox(ledger, part, idOf(part.writesTo));
    const inFlight = IN_FLIGHT[part.isEager ? "eager" : "patient"];
    const common = { device: part.device, outbox, inFlight, onIncident };
    let player: OfficialPlayer | ResendingPlayer;
    if (part.client === "my" || part.client === "wx") {
      player = new OfficialPlayer({
        ...common,
        platform: part.client,
        server,
        credentials: { id: idOf(part.user), password },
        receipts: part.receipts ?? false,
        nobody: idOf("nobody"),
      });
    } else {
      const user = idOf(part.user);
      const identity = { app: server.appKey, user, token: await admin.userToken(user), resource: `raw_${part.device}` };
      const kind = part.client === "raw-binary" ? "binary" : "base64";
      player = new ResendingPlayer({ ...common, identity, kind, websocket: server.websocket });
    }
    player.onArrival = (arrival) => ledger.arrive(part.device, arrival);
    await player.arrive();
    players.push(player);
  }
  const receiving = new Set(PARTS.flatMap(({ writesTo }) => writesTo ?? []));
  const receivers = players.filter((_, index) => receiving.has(PARTS[index]?.user ?? ""));
  return { players, receivers };
}

/** A message comes to all devices of its receiver and to the sender's other devices. */
function toOutbox(ledger: Ledger, part: Part, to: string): Outbox {
  const flow = `${part.device}>${part.writesTo}`;
  const receivers = PARTS.filter(
    ({ user, device }) => user === part.writesTo || (user === part.user && device !== part.device),
  ).map(({ device }) => device);
  ledger.begin(flow, { receivers, due: isRaw(part) ? "sent" : "acknowledged" });
  return new Outbox(ledger, { flow, to, kind: part.kind ?? "txt" });
}
