import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Call, type Endpoint, type Envelope, endpoint } from "../../../kernel/rest.ts";
import { toUserEntity } from "../../users/index.ts";
import { actorOf } from "../actor.ts";
import type { RosterService } from "./roster.service.ts";

const MAX_PAGE = 50;
const DEFAULT_PAGE = 10;

const OwnPath = Type.Object({ user: Type.String() });
const PeerPath = Type.Object({ user: Type.String(), peer: Type.String() });
const RemarkBody = Type.Object({ remark: Type.String() });
const WithRemarks = Type.Optional(Type.Boolean());
const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1 })),
  cursor: Type.Optional(Type.String()),
  needReturnRemark: WithRemarks,
});

/**
 * The list of contacts (CONT-1, 2, 6, 7; REL-02, 05, 06, 07). Clients say `/users/`, the application's servers in some places
 * `/user/`.
 */
export function rosterEndpoints(service: RosterService): Endpoint[] {
  const page = {
    method: "GET",
    summary: "The contacts of a user by name, in pages (CONT-2, REL-06)",
    access: "self",
    params: OwnPath,
    query: PageQuery,
    handle: (call: PageCall) => readPage(service, call),
  } as const;
  const remark = {
    method: "PUT",
    summary: "Note something about a contact (CONT-7, REL-05)",
    access: "self",
    params: PeerPath,
    body: RemarkBody,
    async handle(call: Call<{ user: string; peer: string }, unknown, { remark: string }>): Promise<Envelope> {
      await service.setRemark(actorOf(call), call.params.peer, call.body.remark);
      return { status: "ok" };
    },
  } as const;
  return [
    endpoint({
      name: "listContacts",
      method: "GET",
      path: "/users/:user/contacts/users",
      summary: "All contacts of a user by name (CONT-1, REL-07)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ needReturnRemark: WithRemarks }),
      async handle({ appKey, params, query }) {
        const contacts = await service.list({ app: appKey, user: params.user });
        // The plain list is `data`, the one with remarks `entities`.
        return { entities: query.needReturnRemark ? contacts : [], data: contacts.map(({ username }) => username) };
      },
    }),
    endpoint({ name: "pageContacts", path: "/users/:user/contacts", ...page }),
    endpoint({ name: "pageContactsOfUser", path: "/user/:user/contacts", ...page }),
    endpoint({ name: "setContactRemark", path: "/users/:user/contacts/users/:peer", ...remark }),
    endpoint({ name: "setContactRemarkOfUser", path: "/user/:user/contacts/users/:peer", ...remark }),
    endpoint({
      name: "removeContact",
      method: "DELETE",
      path: "/users/:user/contacts/users/:peer",
      summary: "Remove a contact, on both sides (CONT-6, REL-02)",
      access: "self",
      params: PeerPath,
      async handle(call) {
        return { entities: [toUserEntity(await service.remove(actorOf(call), call.params.peer))] };
      },
    }),
  ];
}

type PageCall = Call<{ user: string }, { limit?: number; cursor?: string; needReturnRemark?: boolean }, unknown>;

async function readPage(service: RosterService, { appKey, params, query }: PageCall): Promise<Envelope> {
  const { limit = DEFAULT_PAGE, cursor, needReturnRemark = false } = query;
  if (limit > MAX_PAGE) {
    throw new AppError("INVALID_ARGUMENT", `getContacts | page size more than max limit : ${MAX_PAGE}`);
  }
  const page = await service.page({ app: appKey, user: params.user }, { cursor, limit });
  const contacts = page.contacts.map((contact) => (needReturnRemark ? contact : { ...contact, remark: null }));
  return { entities: [], data: { contacts, cursor: page.cursor }, count: contacts.length };
}
