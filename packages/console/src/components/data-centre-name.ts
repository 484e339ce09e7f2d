import type { DataCentre } from "@rondo/protocol/console";
import { useCall } from "../api/hooks.ts";
import { useLanguage } from "../i18n/use-language.ts";

export function useDataCentreName(): (centre: DataCentre) => string {
  const { language } = useLanguage();
  return ({ name }) => (language === "en" ? name.en : name.zh);
}

/** What a data centre is called, by its id; the id while that is not known. */
export function useDataCentreNames(): (id: string) => string {
  const nameOf = useDataCentreName();
  const { data } = useCall("listDataCentres", {});
  return (id) => {
    const centre = data?.items.find((item) => item.id === id);
    return centre === undefined ? id : nameOf(centre);
  };
}
