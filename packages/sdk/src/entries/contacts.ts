/** `@rondo/sdk/contacts`: contacts, remarks and the blocklist. */
import { contacts as feature } from "../features/contacts/index.ts";
import type { ContactMethods } from "../types/contacts.ts";
import type { Feature } from "../types/feature.ts";

export const contacts: Feature<ContactMethods> = feature;
export type { ContactMethods };
