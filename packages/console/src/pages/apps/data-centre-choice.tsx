import type { DataCentre } from "@rondo/protocol/console";
import { Form, type FormInstance, Radio } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useDataCentreName } from "../../components/data-centre-name.ts";
import { Loaded } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";

/** The data centres by their location; those that are sold by people are shown and cannot be chosen. */
export function DataCentreChoice({ form }: { form: FormInstance }) {
  const { t } = useTranslation();
  const rules = useRules();
  const query = useCall("listDataCentres", {});
  const items = query.data?.items;
  useEffect(() => {
    const first = items?.find(({ isHere }) => isHere) ?? items?.find(({ kind }) => kind === "self-service");
    if (first !== undefined && form.getFieldValue("dataCentre") === undefined) {
      form.setFieldValue("dataCentre", first.id);
    }
  }, [items, form]);
  return (
    <Loaded query={query} rows={2}>
      {({ items: all }) => (
        <Form.Item
          name="dataCentre"
          label={t("apps.dataCentre")}
          rules={[rules.required]}
          extra={t("apps.dataCentreHint")}
        >
          <Radio.Group className="choices">
            {(["mainland", "overseas"] as const).map((location) => (
              <Choices key={location} location={location} centres={all.filter((item) => item.location === location)} />
            ))}
          </Radio.Group>
        </Form.Item>
      )}
    </Loaded>
  );
}

function Choices({ location, centres }: { location: DataCentre["location"]; centres: readonly DataCentre[] }) {
  const { t } = useTranslation();
  const nameOf = useDataCentreName();
  if (centres.length === 0) return null;
  return (
    <div className="choice-group">
      <div className="quiet small">{t(`dataCentres.location.${location}`)}</div>
      {centres.map((centre) => (
        <Radio key={centre.id} value={centre.id} disabled={centre.kind === "contact-sales"}>
          {nameOf(centre)}
          <span className="quiet small choice-note">
            {centre.kind === "contact-sales" ? t("dataCentres.contactSales") : centre.rest[0]}
          </span>
        </Radio>
      ))}
    </div>
  );
}
