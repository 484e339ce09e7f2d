import type { ClientAddresses } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { useIsNarrow } from "../../components/use-is-narrow.ts";

/** What a family of clients is called, in a word where there is no room. */
export function useFamilyName(): (family: ClientAddresses["family"]) => string {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  return (family) => (isNarrow ? t(`overview.shortFamily.${family}`) : t(`overview.family.${family}`));
}
