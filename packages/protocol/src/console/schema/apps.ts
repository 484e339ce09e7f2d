/** Applications, data centres, addresses and figures. */
import { type Static, Type } from "typebox";
import { AppSettings } from "./app-settings.ts";
import { AppName, Body, OrganisationName, OrNull, Timestamp, Title } from "./common.ts";

const Description = Type.String({ maxLength: 512 });
const TimeZone = Type.String({ maxLength: 64, description: "Of the IANA list, such as `Asia/Shanghai`." });
const Registration = AppSettings.properties.registration;

/** Addresses as they are typed into a client. More than one: any of them does. */
export const DataCentre = Type.Object({
  id: Type.String(),
  name: Type.Object({ zh: Type.String(), en: Type.String() }),
  location: Type.Union([Type.Literal("mainland"), Type.Literal("overseas")]),
  /** contact-sales: shown, but cannot be chosen, and has no addresses. */
  kind: Type.Union([Type.Literal("self-service"), Type.Literal("contact-sales")]),
  /** Host names, with a port where it is not the usual one. */
  rest: Type.Array(Type.String()),
  websocket: Type.Object({
    web: Type.Array(Type.String()),
    wechat: Type.Array(Type.String()),
    alipay: Type.Array(Type.String()),
  }),
  /** This server belongs to it. */
  isHere: Type.Boolean(),
});
export type DataCentre = Static<typeof DataCentre>;

export const AppFigures = Type.Object({
  registeredUsers: Type.Integer(),
  onlineUsers: Type.Integer({ description: "Now, on this server." }),
  messagesToday: Type.Integer(),
  peakOnlineToday: Type.Integer(),
});
export type AppFigures = Static<typeof AppFigures>;

export const App = Type.Object({
  appKey: Type.String({ description: "`org#app`" }),
  org: OrganisationName,
  name: Type.String(),
  /** Product name. */
  title: Type.String(),
  description: Description,
  /** Days of figures begin at its midnight. */
  timeZone: TimeZone,
  /** UUID that REST answers carry. */
  id: Type.String(),
  dataCentre: Type.String({ description: "`DataCentre.id`" }),
  registration: Registration,
  isDisabled: Type.Boolean(),
  /** When it will be deleted; null: it will not. Until then the deletion can be undone. */
  deletesAt: OrNull(Timestamp),
  createdAt: Timestamp,
});
export type App = Static<typeof App>;

export const AppInList = Type.Object({ ...App.properties, figures: AppFigures });
export type AppInList = Static<typeof AppInList>;

export const AppDetails = Type.Object({
  ...App.properties,
  clientId: Type.String(),
  /** When the secret that is valid was made. It is shown once, when it is made. */
  secretMadeAt: Timestamp,
  /** During a rotation: until when the previous secret is valid, too; null: there is one secret. */
  previousSecretUntil: OrNull(Timestamp),
});
export type AppDetails = Static<typeof AppDetails>;

/** The family of clients and what exactly is typed there. */
export const ClientAddresses = Type.Object({
  family: Type.Union([Type.Literal("web"), Type.Literal("wechat"), Type.Literal("alipay")]),
  /** `https://…`, for `apiUrl`. */
  rest: Type.Array(Type.String()),
  /** `wss://…/websocket`, for `url`. */
  websocket: Type.Array(Type.String()),
  /**
   * What the platform's own console wants to be told, one a line, as it wants it typed; empty where nothing has to be
   * allowed.
   */
  whitelist: Type.Object({
    request: Type.Array(Type.String()),
    socket: Type.Array(Type.String()),
    upload: Type.Array(Type.String()),
    download: Type.Array(Type.String()),
  }),
});
export type ClientAddresses = Static<typeof ClientAddresses>;

export const Overview = Type.Object({
  appKey: Type.String(),
  dataCentre: DataCentre,
  families: Type.Array(ClientAddresses),
  /**
   * Whether clients reach these addresses securely. Mini programs accept nothing else outside of their developer tools.
   */
  isSecure: Type.Boolean(),
});
export type Overview = Static<typeof Overview>;

export const UsageDay = Type.Object({
  /** `2026-11-28`, in the application's time zone. */
  date: Type.String(),
  /** At the end of the day; today: now. Null: from before this was counted. */
  registeredUsers: OrNull(Type.Integer()),
  peakOnline: Type.Integer(),
  messages: Type.Integer(),
});
export type UsageDay = Static<typeof UsageDay>;

export const Usage = Type.Object({
  timeZone: TimeZone,
  now: AppFigures,
  /** Oldest first, the last one is today; days without anything are there, with zeros. */
  days: Type.Array(UsageDay),
});
export type Usage = Static<typeof Usage>;

/** Settings that are secrets are "" here: `secretsSet` says which of them are set. */
export const AppSettingsView = Type.Object({
  settings: AppSettings,
  /** What holds where the application has decided nothing. */
  defaults: AppSettings,
  secretsSet: Type.Array(Type.String()),
});
export type AppSettingsView = Static<typeof AppSettingsView>;

export const appShapes = {
  listDataCentres: { reply: Type.Object({ items: Type.Array(DataCentre) }) },
  listApps: {
    query: Type.Object({ text: Type.Optional(Type.String({ maxLength: 100 })) }),
    reply: Type.Object({ items: Type.Array(AppInList) }),
  },
  createApp: {
    body: Body({
      name: AppName,
      dataCentre: Type.String({ maxLength: 64 }),
      title: Type.Optional(Title),
      description: Type.Optional(Description),
      timeZone: Type.Optional(TimeZone),
      registration: Type.Optional(Registration),
    }),
    reply: Type.Object({ app: AppDetails, clientSecret: Type.String({ description: "Shown once." }) }),
  },
  getApp: { reply: AppDetails },
  changeApp: {
    body: Body({
      title: Type.Optional(Title),
      description: Type.Optional(Description),
      timeZone: Type.Optional(TimeZone),
    }),
    reply: AppDetails,
  },
  setAppDisabled: { body: Body({ disabled: Type.Boolean() }), reply: AppDetails },
  /** `name` is typed by whoever deletes, so that it is not done by accident: the application's `name`. */
  deleteApp: { body: Body({ name: Type.String({ maxLength: 64 }) }), reply: AppDetails },
  undoAppDeletion: { reply: AppDetails },
  rotateSecret: {
    body: Body({
      /** How long the previous secret stays valid; 0: not at all. At most 30 days; usually one. */
      previousValidSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 * 24 * 60 * 60 })),
    }),
    reply: Type.Object({ app: AppDetails, clientSecret: Type.String({ description: "Shown once." }) }),
  },
  endSecretRotation: { reply: AppDetails },
  getAppSettings: { reply: AppSettingsView },
  /** Those that are not named stay as they are. */
  changeAppSettings: { body: Type.Partial(AppSettings, { additionalProperties: false }), reply: AppSettingsView },
  getOverview: { reply: Overview },
  getUsage: {
    query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 30 })) }),
    reply: Usage,
  },
} as const;
