import type { AppDetails } from "@rondo/protocol/console";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams, useCan } from "../../api/session.tsx";
import { useAct } from "../../components/confirm.tsx";
import { useDataCentreNames } from "../../components/data-centre-name.ts";
import { useRules } from "../../components/rules.ts";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../i18n/format.ts";
import { TimeZoneSelect } from "./time-zone-select.tsx";

interface Values {
  readonly title: string;
  readonly description: string;
  readonly timeZone: string;
}

export function BasicInformation({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const rules = useRules();
  const format = useFormat();
  const nameOf = useDataCentreNames();
  const params = useAppParams();
  const canChange = useCan("apps.change");
  const act = useAct();
  const change = useAction("changeApp", ["getApp", "listApps", "getUsage", "listOperations"]);
  const { title, description, timeZone } = app;
  return (
    <Section title={t("apps.basic")}>
      <dl className="facts">
        <div>
          <dt>{t("apps.dataCentre")}</dt>
          <dd>{nameOf(app.dataCentre)}</dd>
        </div>
        <div>
          <dt>UUID</dt>
          <dd className="mono">{app.id}</dd>
        </div>
        <div>
          <dt>{t("apps.createdAt")}</dt>
          <dd>{format.time(app.createdAt)}</dd>
        </div>
      </dl>
      <Form<Values>
        name="basic"
        className="form-narrow after-block"
        layout="vertical"
        requiredMark={false}
        disabled={!canChange}
        initialValues={{ title, description, timeZone }}
        onFinish={(body) => act(change.mutateAsync({ params, body }), t("common.saved"))}
      >
        <Form.Item name="title" label={t("apps.title")} rules={[rules.required, ...rules.title]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="description"
          label={t("apps.description")}
          rules={[{ max: 512, message: t("rules.max", { max: 512 }) }]}
        >
          <Input.TextArea rows={3} />
        </Form.Item>
        <Form.Item name="timeZone" label={t("apps.timeZone")} rules={[rules.required]} extra={t("apps.timeZoneHint")}>
          <TimeZoneSelect />
        </Form.Item>
        {canChange && (
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t("common.save")}
          </Button>
        )}
      </Form>
    </Section>
  );
}
