import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAction } from "../../api/hooks.ts";
import { refreshSession, useSession } from "../../api/session.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { useRules } from "../../components/rules.ts";
import { Section } from "../../components/section.tsx";

/** A new organisation; the first one of who has registered. */
export function NewOrganisationPage() {
  const { t } = useTranslation();
  const rules = useRules();
  const navigate = useNavigate();
  const isFirst = useSession().organisations.length === 0;
  const create = useAction("createOrganisation");
  const submit = async ({ name, title }: { name: string; title?: string }): Promise<void> => {
    await create.mutateAsync({ body: { name, ...(title ? { title } : {}) } });
    await refreshSession();
    void navigate(`/o/${name}/apps`);
  };
  return (
    <Page title={t("organisation.create")} hint={t(isFirst ? "organisation.firstHint" : "organisation.createHint")}>
      <Section title={t("organisation.one")}>
        <Form
          name="organisation"
          layout="vertical"
          requiredMark="optional"
          className="form-narrow"
          // A failure is shown below.
          onFinish={(values) => void submit(values).catch(() => undefined)}
        >
          <Form.Item name="name" label={t("organisation.name")} rules={rules.slug} extra={t("organisation.nameHint")}>
            <Input autoComplete="off" placeholder="acme" />
          </Form.Item>
          <Form.Item name="title" label={t("organisation.title")} rules={rules.title}>
            <Input autoComplete="organization" />
          </Form.Item>
          {create.isError && (
            <Form.Item>
              <FailureNotice error={create.error} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t("common.create")}
          </Button>
        </Form>
      </Section>
    </Page>
  );
}
