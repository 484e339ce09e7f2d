import type { ClientAddresses, Overview } from "@rondo/protocol/console";
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { CopyButton, CopyValue } from "../../components/copy.tsx";
import { Section } from "../../components/section.tsx";
import { useFamilyName } from "./family-name.ts";

/** What is typed into clients and into the consoles of their platforms, family by family. */
export function Addresses({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const nameOf = useFamilyName();
  return (
    <Section title={t("overview.addresses")} hint={t("overview.addressesHint")}>
      <Tabs
        items={overview.families.map((addresses) => ({
          key: addresses.family,
          label: nameOf(addresses.family),
          children: <Family addresses={addresses} />,
        }))}
      />
    </Section>
  );
}

function Family({ addresses }: { addresses: ClientAddresses }) {
  const { t } = useTranslation();
  const { family, rest, websocket, whitelist } = addresses;
  const lists = (["request", "socket", "upload", "download"] as const).filter((name) => whitelist[name].length > 0);
  return (
    <div className="stack">
      <dl className="facts">
        <Values label={t("overview.rest")} values={rest} />
        <Values label={t("overview.websocket")} values={websocket} />
      </dl>
      <div className="subsection">
        <h3>{t("overview.whitelist")}</h3>
        <p className="quiet">
          {lists.length === 0 ? t("overview.noWhitelist") : t(`overview.whitelistHint.${family}`)}
        </p>
        <dl className="facts">
          {lists.map((name) => (
            <Values key={name} label={t(`overview.list.${name}`)} values={whitelist[name]} hasAll />
          ))}
        </dl>
      </div>
    </div>
  );
}

function Values({ label, values, hasAll = false }: { label: string; values: readonly string[]; hasAll?: boolean }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="copy-list">
        {values.map((value) => (
          <CopyValue key={value} text={value} what={`${label} ${value}`} />
        ))}
        {hasAll && values.length > 1 && <CopyButton text={values.join("\n")} what={label} isLabelled />}
      </dd>
    </div>
  );
}
