/** First run, logging in, and one's own account. */
import { type Static, Type } from "typebox";
import {
  AccountPassword,
  AnyPassword,
  Body,
  Email,
  Language,
  LinkToken,
  Nothing,
  OrganisationName,
  Role,
  ShownLink,
  Timestamp,
  Title,
} from "./common.ts";

const Name = Type.String({ maxLength: 64, description: 'How a person is called; "" when not said.' });
const Code = Type.String({ minLength: 6, maxLength: 20, description: "Of the authenticator, or a recovery code." });

export const Setup = Type.Object({
  /** There is no account yet: `createOwner` is what works. */
  needsOwner: Type.Boolean(),
  /** `createOwner` wants the code that the server has printed at its start. Not in development. */
  needsCode: Type.Boolean(),
  /** Organisations of applications that are here already; the first owner gets them, too. */
  organisations: Type.Array(Type.String()),
  /** Whether anybody may register. */
  registration: Type.Union([Type.Literal("open"), Type.Literal("closed")]),
  /** Whether the server can send mail. Without, only development shows links; an operator resets passwords by command. */
  mail: Type.Boolean(),
  development: Type.Boolean(),
  version: Type.String(),
});
export type Setup = Static<typeof Setup>;

export const Account = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Name,
  language: Language,
  hasTotp: Type.Boolean(),
  /** Recovery codes that have not been used; 0 without TOTP. */
  recoveryCodesLeft: Type.Integer(),
  createdAt: Timestamp,
});
export type Account = Static<typeof Account>;

export const OwnOrganisation = Type.Object({ name: OrganisationName, title: Title, role: Role });
export type OwnOrganisation = Static<typeof OwnOrganisation>;

export const Session = Type.Object({
  account: Account,
  organisations: Type.Array(OwnOrganisation),
  /** Goes with every request that changes something, as the header `csrfHeader`. */
  csrfToken: Type.String(),
  /** When the session ends if nothing is done with it. */
  expiresAt: Timestamp,
});
export type Session = Static<typeof Session>;

export const LoginResult = Type.Union([
  Type.Object({ status: Type.Literal("logged-in"), session: Session }),
  /** `ticket` goes to `logInSecondFactor`, within five minutes. */
  Type.Object({ status: Type.Literal("second-factor"), ticket: Type.String() }),
]);
export type LoginResult = Static<typeof LoginResult>;

export const Invitation = Type.Object({
  email: Type.String(),
  role: Role,
  organisation: Type.Object({ name: OrganisationName, title: Title }),
  invitedBy: Type.String(),
  /** There is no account with this address yet: `acceptInvitation` makes it, and wants a password. */
  needsPassword: Type.Boolean(),
  expiresAt: Timestamp,
});
export type Invitation = Static<typeof Invitation>;

export const OwnSession = Type.Object({
  id: Type.String(),
  /** The one that asks. */
  isCurrent: Type.Boolean(),
  address: Type.String(),
  userAgent: Type.String(),
  createdAt: Timestamp,
  lastSeenAt: Timestamp,
});
export type OwnSession = Static<typeof OwnSession>;

/** `uri` is what an authenticator scans as a QR code; `secret` is for typing it in. */
export const TotpStart = Type.Object({ secret: Type.String(), uri: Type.String() });
export type TotpStart = Static<typeof TotpStart>;

/** The same whether the address is known or not. */
const LinkSent = Type.Object({ link: ShownLink });

export const accountShapes = {
  getSetup: { reply: Setup },
  createOwner: {
    body: Body({
      email: Email,
      password: AccountPassword,
      name: Type.Optional(Name),
      language: Type.Optional(Language),
      organisation: Body({ name: OrganisationName, title: Type.Optional(Title) }),
      code: Type.Optional(Type.String({ maxLength: 64 })),
    }),
    reply: Session,
  },
  register: {
    body: Body({
      email: Email,
      password: AccountPassword,
      name: Type.Optional(Name),
      language: Type.Optional(Language),
    }),
    reply: LinkSent,
  },
  resendConfirmation: { body: Body({ email: Email }), reply: LinkSent },
  confirmAccount: { body: Body({ token: LinkToken }), reply: Type.Object({ email: Type.String() }) },
  logIn: { body: Body({ email: Email, password: AnyPassword }), reply: LoginResult },
  logInSecondFactor: { body: Body({ ticket: Type.String({ maxLength: 1000 }), code: Code }), reply: Session },
  logOut: { body: Nothing, reply: Nothing },
  getSession: { reply: Session },
  proveIdentity: { body: Body({ password: Type.Optional(AnyPassword), code: Type.Optional(Code) }), reply: Nothing },
  requestPasswordReset: { body: Body({ email: Email }), reply: LinkSent },
  resetPassword: {
    body: Body({ token: LinkToken, password: AccountPassword }),
    reply: Type.Object({ email: Type.String() }),
  },
  getInvitation: { body: Body({ token: LinkToken }), reply: Invitation },
  acceptInvitation: {
    body: Body({
      token: LinkToken,
      password: Type.Optional(AccountPassword),
      name: Type.Optional(Name),
      language: Type.Optional(Language),
    }),
    reply: Type.Object({ email: Type.String(), organisation: OrganisationName }),
  },
  changeAccount: { body: Body({ name: Type.Optional(Name), language: Type.Optional(Language) }), reply: Account },
  changeAccountPassword: { body: Body({ current: AnyPassword, password: AccountPassword }), reply: Nothing },
  startTotp: { body: Nothing, reply: TotpStart },
  enableTotp: {
    body: Body({ code: Code }),
    /** Each opens the account once, without the authenticator; shown once. */
    reply: Type.Object({ recoveryCodes: Type.Array(Type.String()) }),
  },
  disableTotp: { body: Body({ password: AnyPassword, code: Code }), reply: Nothing },
  listSessions: { reply: Type.Object({ items: Type.Array(OwnSession) }) },
  endSession: { reply: Nothing },
  createOrganisation: {
    body: Body({ name: OrganisationName, title: Type.Optional(Title) }),
    reply: OwnOrganisation,
  },
} as const;
