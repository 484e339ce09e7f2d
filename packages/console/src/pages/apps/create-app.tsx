import type { AppDetails } from "@rondo/protocol/console";
import { Button, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAction } from "../../api/hooks.ts";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { DataCentreChoice } from "./data-centre-choice.tsx";
import { OneTimeSecret } from "./one-time-secret.tsx";
import { ownTimeZone, TimeZoneSelect } from "./time-zone-select.tsx";

interface Values {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly dataCentre: string;
  readonly timeZone: string;
  readonly registration: "open" | "authorized";
}

/** Makes an application; then shows its secret, once. */
export function CreateApp({ org, open, onClose }: { org: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [made, setMade] = useState<{ app: AppDetails; clientSecret: string }>();
  const finish = (): void => {
    onClose();
    if (made !== undefined) void navigate(`/o/${org}/apps/${made.app.name}/overview`);
  };
  return (
    <Modal
      open={open}
      title={made === undefined ? t("apps.create") : t("apps.created")}
      width={640}
      footer={null}
      onCancel={finish}
      afterClose={() => setMade(undefined)}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {made === undefined ? (
        <CreateForm org={org} onMade={setMade} onCancel={onClose} />
      ) : (
        <div className="stack">
          <OneTimeSecret app={made.app} clientSecret={made.clientSecret} />
          <div className="form-buttons">
            <Button type="primary" onClick={finish}>
              {t("apps.toOverview")}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

function CreateForm({
  org,
  onMade,
  onCancel,
}: {
  org: string;
  onMade: (made: { app: AppDetails; clientSecret: string }) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const rules = useRules();
  const create = useAction("createApp", ["listApps", "getOrganisation"]);
  const [form] = Form.useForm<Values>();
  const name = Form.useWatch("name", form) ?? "";
  const submit = ({ title, description, ...rest }: Values): void => {
    const body = { ...rest, ...(title ? { title } : {}), ...(description ? { description } : {}) };
    create.mutate({ params: { org }, body }, { onSuccess: onMade });
  };
  return (
    <Form<Values>
      form={form}
      name="create-app"
      layout="vertical"
      requiredMark="optional"
      initialValues={{ timeZone: ownTimeZone(), registration: "authorized" }}
      onFinish={submit}
    >
      <Form.Item
        name="name"
        label={t("apps.name")}
        rules={rules.slug}
        extra={
          <>
            {t("apps.nameHint")} AppKey: <code>{`${org}#${name === "" ? "…" : name}`}</code>
          </>
        }
      >
        <Input autoComplete="off" autoFocus placeholder="shop" />
      </Form.Item>
      <Form.Item name="title" label={t("apps.title")} rules={rules.title}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="description"
        label={t("apps.description")}
        rules={[{ max: 512, message: t("rules.max", { max: 512 }) }]}
      >
        <Input.TextArea rows={2} />
      </Form.Item>
      <DataCentreChoice form={form} />
      <Form.Item name="timeZone" label={t("apps.timeZone")} rules={[rules.required]} extra={t("apps.timeZoneHint")}>
        <TimeZoneSelect />
      </Form.Item>
      <Form.Item
        name="registration"
        label={t("apps.registration.title")}
        rules={[rules.required]}
        extra={t("apps.registration.hint")}
      >
        <Radio.Group
          className="choices"
          options={[
            { value: "authorized", label: t("apps.registration.authorized") },
            { value: "open", label: t("apps.registration.open") },
          ]}
        />
      </Form.Item>
      {create.isError && (
        <Form.Item>
          <FailureNotice error={create.error} />
        </Form.Item>
      )}
      <div className="form-buttons">
        <Button onClick={onCancel}>{t("common.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t("common.create")}
        </Button>
      </div>
    </Form>
  );
}
