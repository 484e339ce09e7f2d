import type { Organisation } from "@rondo/protocol/console";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction, useCall } from "../../api/hooks.ts";
import { refreshSession, useCan, useOrganisation } from "../../api/session.tsx";
import { useAct } from "../../components/confirm.tsx";
import { Loaded } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { useRules } from "../../components/rules.ts";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../i18n/format.ts";

export function OrganisationPage() {
  const { t } = useTranslation();
  const org = useOrganisation()?.name ?? "";
  const query = useCall("getOrganisation", { params: { org } });
  return (
    <Page title={t("nav.organisation")}>
      <Loaded query={query} rows={8}>
        {(organisation) => (
          <>
            <Facts organisation={organisation} />
            <TitleForm organisation={organisation} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const role = useOrganisation()?.role ?? "developer";
  return (
    <Section title={t("organisation.about")}>
      <dl className="facts">
        <div>
          <dt>{t("organisation.name")}</dt>
          <dd className="mono">{organisation.name}</dd>
        </div>
        <div>
          <dt>{t("organisation.yourRole")}</dt>
          <dd>{t(`roles.${role}`)}</dd>
        </div>
        <div>
          <dt>{t("nav.apps")}</dt>
          <dd>{format.number(organisation.apps)}</dd>
        </div>
        <div>
          <dt>{t("organisation.members")}</dt>
          <dd>{format.number(organisation.members)}</dd>
        </div>
        <div>
          <dt>{t("organisation.createdAt")}</dt>
          <dd>{format.shortTime(organisation.createdAt)}</dd>
        </div>
      </dl>
    </Section>
  );
}

function TitleForm({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const rules = useRules();
  const act = useAct();
  const canChange = useCan("organisation.change");
  const change = useAction("changeOrganisation", ["getOrganisation", "listOperations"]);
  const submit = ({ title }: { title: string }): void => {
    const done = change.mutateAsync({ params: { org: organisation.name }, body: { title } }).then(refreshSession);
    act(done, t("common.saved"));
  };
  if (!canChange) return null;
  return (
    <Section title={t("organisation.rename")}>
      <Form
        name="organisation"
        layout="vertical"
        requiredMark={false}
        className="form-narrow"
        initialValues={{ title: organisation.title }}
        onFinish={submit}
      >
        <Form.Item name="title" label={t("organisation.title")} rules={[rules.required, ...rules.title]}>
          <Input autoComplete="organization" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("common.save")}
        </Button>
      </Form>
    </Section>
  );
}
