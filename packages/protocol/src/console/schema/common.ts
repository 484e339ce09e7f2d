import { type TSchema, Type } from "typebox";

export const Timestamp = Type.Integer({ minimum: 0, description: "Epoch milliseconds." });

/** What is not there is null, so that a page need not tell it from what an older server does not send. */
export const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: "^[^\\s@]+@[^\\s@]+$" });

/** 8 to 22 characters of at least two kinds: the server says PASSWORD_WEAK when they are of one. */
export const AccountPassword = Type.String({ minLength: 8, maxLength: 22 });

/** For logging in: whatever was typed. */
export const AnyPassword = Type.String({ minLength: 1, maxLength: 256 });

export const Language = Type.Union([Type.Literal("zh-CN"), Type.Literal("en")]);

export const Role = Type.Union([Type.Literal("owner"), Type.Literal("administrator"), Type.Literal("developer")]);

/** First half of an application's key; cannot be changed. */
export const OrganisationName = Type.String({ pattern: "^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$" });

/** Second half of an application's key; cannot be changed. */
export const AppName = Type.String({ pattern: "^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$" });

export const Title = Type.String({ minLength: 1, maxLength: 32, description: "As people call it." });

/** The token of a link that was sent by mail. */
export const LinkToken = Type.String({ pattern: "^[A-Za-z0-9_-]{20,100}$" });

/**
 * A link that would have been mailed; only in development without a mail server, where it is shown, and null elsewhere.
 */
export const ShownLink = OrNull(Type.String());

/** `nextCursor` is null on the last page; goes into the query as `cursor`. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: OrNull(Type.String()) });

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
};

export const Nothing = Type.Object({}, { additionalProperties: false });

/** What goes in is exactly what is named. */
export const Body = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
